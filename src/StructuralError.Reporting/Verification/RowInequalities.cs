using StructuralError.Core.Losses;
using StructuralError.Core.Structure;

namespace StructuralError.Reporting.Verification;

/// <summary>
/// What holds between the columns of one row, whatever the network and the data: the order of means and extremes, Jensen's inequality for the logarithms,
/// Theorem 3's order of the bounds, and with softmax what the loss of a sample says of its fitting error. NaN passes: it fails no comparison.
/// </summary>
internal static class RowInequalities
{
    // Of sums over a batch. The loss may come from logits of some thousands, of which a difference is taken.
    private const double Rounding = 1e-9;
    private const double LossRounding = 1e-6;

    // Beyond this share of lambda_min the tolerance of Theorem 3 says nothing about the upper bound.
    private const double LargestShare = 0.5;

    /// <summary>The first one that does not hold, in words; null where all do.</summary>
    /// <param name="tolerance">Of Theorem 3, at the run's precision.</param>
    /// <param name="classes">C; null where the manifest does not say.</param>
    /// <param name="loss">What was trained for; null for a loss of another version.</param>
    public static string? Fault(in StepRow row, double tolerance, int? classes, ILoss? loss) =>
        Counts(row)
        ?? (row.Proposition1Risk is not null ? OfTargets(row) : loss is SoftmaxCrossEntropy ? OfSoftmax(row) : null)
        ?? Means(row, tolerance, classes, loss)
        ?? Eigenvalues(row)
        ?? (row.Theorem3Violations == 0 ? Bounds(row, tolerance) : null);

    private static string? Counts(in StepRow row) =>
        !IsShare(row.Accuracy, row.Samples) ? "accuracy is not a share of the samples"
        : row.Theorem3Violations < 0 || row.Theorem3Violations > row.Samples ? "theorem3_violations is more than the samples"
        : row.ExactFits < 0 || row.ExactFits > row.Samples ? "exact_fits is more than the samples"
        : row.Loss < 0 ? "loss is negative"
        : null;

    private static string? Means(in StepRow row, double tolerance, int? classes, ILoss? loss)
    {
        // The means of logarithms are over the samples that are not fitted exactly, the others over all, and to them the rest adds 0.
        double share = row.ExactFits > 0 ? Math.Log(row.Samples / row.LogSamples ?? double.NaN) : 0;
        return IsAbove(row.LogFittingError, row.LogMeanFittingError + share) ? "log_fitting_error is above log_mean_fitting_error"
            : IsAbove(row.LogGradientNorm, row.LogMeanGradientNorm + share) ? "log_gradient_norm is above log_mean_gradient_norm"
            : IsAbove(row.LogBatchGradientNorm - tolerance, row.LogMeanGradientNorm) ? "log_batch_gradient_norm is above log_mean_gradient_norm"
            : loss?.PredictsDistribution == true && (IsAbove(row.PNormSquared, 1) || IsAbove(1.0 / classes, row.PNormSquared))
                ? "p_norm_squared is not that of a distribution over the classes"
            : row.ThetaNormSquared < 0 ? "theta_norm_squared is negative"
            : null;
    }

    /// <summary>Proposition 1, which holds for the means too.</summary>
    private static string? OfTargets(in StepRow row) =>
        row.Proposition1Violations < 0 || row.Proposition1Violations > row.Samples ? "proposition1_violations is more than the samples"
        : row.LabelFloor < 0 || row.LabelFloor > 1 ? "label_floor is not between 0 and 1"
        : row.Proposition1Violations == 0 && !Findings.AreClose(row.Loss + (row.Proposition1Constant ?? double.NaN), row.Proposition1Risk!.Value)
            ? "proposition1_risk is not proposition1_constant and loss, without a violation of Proposition 1"
        : null;

    /// <summary>A one-hot q alone: with ‖e‖² ≤ 2 e_y² and e_y = 1 − e^−loss, the loss bounds the fitting error.</summary>
    private static string? OfSoftmax(in StepRow row)
    {
        double lossRoom = row.Loss + (LossRounding * Math.Max(1, Math.Abs(row.Loss)));
        double logMiss = Math.Log(-double.ExpM1(-lossRoom));
        return IsAbove((1 - row.Accuracy) * Math.Log(2), lossRoom) ? "loss is smaller than accuracy allows"
            : IsAbove(row.LogFittingError, (2 * logMiss) + Math.Log(2) + LossRounding) ? "log_fitting_error is larger than loss allows"
            : IsAbove(row.LogMeanFittingError, logMiss + Math.Log(2) + LossRounding) ? "log_mean_fitting_error is larger than loss allows"
            : null;
    }

    /// <summary>Whether a number is k / n for a whole k from 0 to n.</summary>
    private static bool IsShare(double share, int samples) =>
        double.IsNaN(share) || (share >= 0 && share <= 1 && Findings.AreClose(share * samples, Math.Round(share * samples)));

    private static string? Eigenvalues(in StepRow row) =>
        IsAbove(row.LambdaMinMin, row.LambdaMinMean) ? "lambda_min_min is above lambda_min_mean"
        : IsAbove(row.LambdaMinMean, row.LambdaMaxMean) ? "lambda_min_mean is above lambda_max_mean"
        : IsAbove(row.LambdaMaxMean, row.LambdaMaxMax) ? "lambda_max_mean is above lambda_max_max"
        : IsAbove(-row.U, Math.Log(row.LambdaMinMean)) || IsAbove(Math.Log(row.LambdaMinMin), -row.U) ? "U does not fit lambda_min_mean and lambda_min_min"
        : IsAbove(-row.L, Math.Log(row.LambdaMaxMean)) ? "L does not fit lambda_max_mean"
        : null;

    /// <summary>Each sample may lie outside its bounds by the tolerance times λ_max E_f, so their means may, too.</summary>
    private static string? Bounds(in StepRow row, double tolerance)
    {
        double share = tolerance * row.LambdaMaxMax / row.LambdaMinMin;
        return IsAbove(row.LowerBound, row.LogFittingError + tolerance) ? "log_fitting_error is below its lower bound, without a violation of Theorem 3"
            : share is > 0 and < LargestShare && IsAbove(row.LogFittingError, row.UpperBound + (2 * share))
                ? "log_fitting_error is above its upper bound, without a violation of Theorem 3"
            : null;
    }

    /// <summary>False where either is not there.</summary>
    private static bool IsAbove(double? value, double? limit) => value is { } a && limit is { } b && IsAbove(a, b);

    private static bool IsAbove(double value, double limit) =>
        value > limit && !(value - limit <= Rounding * Math.Max(1, Math.Max(Math.Abs(value), Math.Abs(limit))));
}
