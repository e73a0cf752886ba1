using StructuralError.Core.Engines;
using StructuralError.Core.Structure;

namespace StructuralError.Core.Training;

/// <summary>Takes what a training loop produces, as it is produced. A run must not allocate per step, so neither should a sink.</summary>
public interface IStepSink
{
    /// <summary>Whether <see cref="Measured"/> reads eigenvalues other than the smallest and the largest.</summary>
    bool ReadsAllEigenvalues => false;

    /// <summary>The samples of a measured step, before its row. Called once for each engine batch: a probe may need several.</summary>
    /// <param name="measurements">Valid during the call only.</param>
    void Measured(in Batch batch, Measurements measurements)
    {
    }

    /// <summary>The row of a measured step, complete.</summary>
    void Row(in StepRow row)
    {
    }

    /// <summary>A step that was measured layer by layer: the parts of A, in order, and the columns of ∇f.</summary>
    /// <param name="layers">Valid during the call only.</param>
    void Structure(ReadOnlySpan<LayerRow> layers, in IndependenceRow independence)
    {
    }

    /// <summary>The kernel between the samples of a probe, where the step is one before which it is measured.</summary>
    void Kernel(in KernelRow row)
    {
    }

    /// <summary>Every step, measured or not, after its update.</summary>
    void Stepped(in StepStatus status)
    {
    }

    /// <summary>Whatever was held back goes where it belongs: a checkpoint follows, or the end of the loop, whatever its outcome.</summary>
    void Flush()
    {
    }
}

/// <summary>Where training stands after a step.</summary>
/// <param name="Step">The step just taken, from 0.</param>
/// <param name="TotalSteps">Steps of the whole run.</param>
/// <param name="Loss">Mean loss of the training batch, before the update.</param>
/// <param name="Accuracy">Accuracy on the training batch, before the update.</param>
public readonly record struct StepStatus(long Step, long TotalSteps, int Epoch, double Loss, double Accuracy)
{
    /// <summary>The first step that this loop took: not 0 where a run was continued.</summary>
    public long FirstStep { get; init; }
}
