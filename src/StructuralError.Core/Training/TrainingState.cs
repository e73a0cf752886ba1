using System.Collections.Immutable;

namespace StructuralError.Core.Training;

/// <summary>
/// All that a training loop knows after a step, besides the parameters and the order of the samples: with it another loop goes on as if it had been there from
/// the start.
/// </summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Epoch">The epoch whose order was drawn last; some of its steps, none or all of them have been taken.</param>
/// <param name="Rows">Rows measured.</param>
/// <param name="Loss">Mean loss of the last training batch.</param>
/// <param name="Checks">Samples on which Theorem 3 was checked.</param>
/// <param name="Elapsed">Time spent in loops so far.</param>
public sealed record TrainingState(long Step, int Epoch, long Rows, double Loss, double Accuracy, long Checks, long Violations, TimeSpan Elapsed)
{
    /// <summary>Samples among them with a singular A.</summary>
    public long Singular { get; init; }

    /// <summary>Samples on which Proposition 1 was checked: those whose targets are distributions.</summary>
    public long Proposition1Checks { get; init; }

    public long Proposition1Violations { get; init; }

    /// <summary>Samples that were fitted exactly, E_f = 0.</summary>
    public long ExactFits { get; init; }

    /// <summary>Kernels between samples in which the mean gradient's norm lay outside its bounds.</summary>
    public long KernelViolations { get; init; }

    /// <summary>The last rows' ln fitting error, upper and lower bound, oldest first, as far as the next local Pearson correlation needs them.</summary>
    public PearsonWindow Window { get; init; } = PearsonWindow.Empty;
}

/// <summary>Three series of equal length.</summary>
public sealed record PearsonWindow(ImmutableArray<double> LogFittingError, ImmutableArray<double> UpperBound, ImmutableArray<double> LowerBound)
{
    public static PearsonWindow Empty { get; } = new([], [], []);
}
