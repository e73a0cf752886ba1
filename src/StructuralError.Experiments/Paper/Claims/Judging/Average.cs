using StructuralError.Core.Structure;

namespace StructuralError.Experiments.Paper.Claims.Judging;

/// <summary>
/// How the fitting errors and the gradient norms of a batch become one number each. The theorem is about a sample and its logarithms; the text writes E_X. The
/// two may differ by many nats, so what is claimed of either quantity is judged in both.
/// </summary>
/// <param name="Name">The reading's.</param>
internal sealed record Average(string Name, Func<StepRow, double> Error, Func<StepRow, double> Norm)
{
    /// <summary>E ln, the columns log_fitting_error and log_gradient_norm: first, because the bounds are averages of this kind.</summary>
    public static Average OfLogarithms { get; } = new("means of logarithms", row => row.LogFittingError, row => row.LogGradientNorm)
    {
        FallenError = row => row.FallenLogFittingError,
    };

    /// <summary>ln E, the columns log_mean_fitting_error and log_mean_gradient_norm.</summary>
    public static Average LogarithmOfMean { get; } = new("logarithms of means", row => row.LogMeanFittingError, row => row.LogMeanGradientNorm);

    /// <summary>The fitting error as something that falls: −∞ where every sample is fitted exactly.</summary>
    public Func<StepRow, double> FallenError { get; private init; } = Error;

    public static IReadOnlyList<Average> Both { get; } = [OfLogarithms, LogarithmOfMean];
}
