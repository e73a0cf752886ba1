using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Core.Structure;
using StructuralError.Runs;
using StructuralError.Runs.Directories;

namespace StructuralError.Reporting.Verification;

/// <summary>What holds between the columns of one row of <c>kernel.csv</c>, whatever the network and the data. NaN passes: it fails no comparison.</summary>
internal static class KernelInequalities
{
    private const double Rounding = 1e-9;

    public static void Check(Run run, IReadOnlyList<KernelRow> rows, Findings findings)
    {
        double tolerance = Theorem3.Tolerance(run.Manifest.SpecValue("precision").TextAt() == "f64" ? Precision.F64 : Precision.F32);
        foreach (KernelRow row in rows)
        {
            if (Fault(in row, run.Manifest.Network?.Classes, tolerance) is { } fault)
            {
                findings.Problem(FormattableString.Invariant($"{RunDirectory.KernelName}, step {row.Step}: {fault}"));
                return;
            }
        }
    }

    /// <summary>The first one that does not hold, in words; null where all do.</summary>
    /// <param name="classes">C; null where the manifest does not say.</param>
    /// <param name="tolerance">Of Theorem 3, at the run's precision.</param>
    internal static string? Fault(in KernelRow row, int? classes, double tolerance) =>
        row.Violations is < 0 or > 1 ? "violations is neither 0 nor 1"
        : IsAbove(row.LambdaMin, row.LambdaMax) || row.LambdaMin < 0 ? "lambda_min is above lambda_max or negative"
        : IsAbove(row.LambdaMax, row.Trace) ? "lambda_max is above trace"
        : IsAbove(row.Trace, row.LambdaMax * row.Samples * classes ?? double.PositiveInfinity) ? "trace is more than lambda_max allows"
        : IsAbove(1, row.EffectiveRank) || IsAbove(row.EffectiveRank, row.Samples * classes ?? double.PositiveInfinity)
            ? "effective_rank is not between 1 and the rows of K"
        : !Findings.AreClose(row.UpperBound, Bound(row.LambdaMax, in row)) ? "upper_bound does not follow from lambda_max and log_mean_fitting_error"
        : !Findings.AreClose(row.LowerBound, Bound(row.LambdaMin, in row)) ? "lower_bound does not follow from lambda_min and log_mean_fitting_error"
        : row.Violations == 0 && IsAbove(row.LogBatchGradientNorm, row.UpperBound + tolerance)
            ? "log_batch_gradient_norm is above its bound, without a violation"
        : row.Violations == 0 && IsAbove(Math.Exp(row.LowerBound - row.UpperBound), Math.Exp(row.LogBatchGradientNorm - row.UpperBound) + tolerance)
            ? "log_batch_gradient_norm is below its bound, without a violation"
        : IsAbove(row.Sharpness, row.GgnLambdaMax) ? "sharpness is above ggn_lambda_max"
        : IsAbove(row.GgnLambdaMax, row.GgnTrace) ? "ggn_lambda_max is above ggn_trace"
        : row.RelativeChange < 0 || (row.Step == 0 && row.RelativeChange != 0) ? "relative_change is negative, or not 0 at step 0"
        : IsAbove(Math.Abs(row.LabelAlignment ?? 0), 1) ? "label_alignment is no cosine"
        : IsAbove(row.ParticipationRatio, 1) || row.ParticipationRatio < 0 ? "participation_ratio is not between 0 and 1"
        : null;

    private static double Bound(double eigenvalue, in KernelRow row) => Math.Log(eigenvalue / row.Samples) + row.LogMeanFittingError;

    private static bool IsAbove(double value, double limit) => value > limit && !(value - limit <= Rounding * Math.Max(1, Math.Abs(limit)));
}
