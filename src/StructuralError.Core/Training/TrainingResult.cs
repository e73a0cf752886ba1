namespace StructuralError.Core.Training;

public enum TrainingOutcome
{
    Completed,

    /// <summary>A loss became NaN or infinite.</summary>
    Diverged,

    /// <summary>Cancelled at a step boundary.</summary>
    Interrupted,
}

/// <summary>What a training loop did.</summary>
/// <param name="Steps">Steps taken; on divergence the step that diverged is not counted.</param>
/// <param name="Rows">Measured steps.</param>
/// <param name="FinalLoss">Mean loss of the last training batch; NaN if none was finished.</param>
/// <param name="Checks">Samples on which Theorem 3 was checked.</param>
/// <param name="Elapsed">Wall time of the loop, measurement and sinks included.</param>
public sealed record TrainingResult(
    TrainingOutcome Outcome, long Steps, long Rows, double FinalLoss, double FinalAccuracy, long Checks, long Violations, TimeSpan Elapsed)
{
    /// <summary>Samples with a singular A: there Theorem 3's upper bound is infinite.</summary>
    public long Singular { get; init; }

    /// <summary>Samples on which Proposition 1 was checked: those whose targets are distributions.</summary>
    public long Proposition1Checks { get; init; }

    public long Proposition1Violations { get; init; }

    /// <summary>Samples that were fitted exactly, E_f = 0.</summary>
    public long ExactFits { get; init; }

    /// <summary>Kernels between samples on which the bounds of the mean gradient's norm were checked.</summary>
    public long KernelChecks { get; init; }

    /// <summary>Those on which they did not hold.</summary>
    public long KernelViolations { get; init; }

    /// <summary>On divergence, a sentence that names the step.</summary>
    public string? Message { get; init; }
}
