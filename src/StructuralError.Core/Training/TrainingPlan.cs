using StructuralError.Core.Columns;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Core.Networks;
using StructuralError.Core.Structure;

namespace StructuralError.Core.Training;

/// <summary>What a training loop does, all sizes known.</summary>
/// <param name="BatchSize">Samples a step; the last batch of an epoch may be smaller and is kept.</param>
/// <param name="MaxSteps">Stop after so many steps, whatever the epochs say; null for no limit.</param>
/// <param name="MeasureEvery">Steps t with t mod this = 0 are measured; the others are plain training steps.</param>
/// <param name="Probe">Samples measured in place of the training batch, or null.</param>
public sealed record TrainingPlan(
    Dataset Train, SgdOptions Sgd, int BatchSize, int Epochs, long? MaxSteps = null, int MeasureEvery = 1, ProbeSet? Probe = null)
{
    public StructuralWeights Weights { get; init; } = StructuralWeights.Ones;

    /// <summary>The engine's.</summary>
    public ILoss Loss { get; init; } = LossTable.Default;

    /// <summary>Whether targets that are trained for, or measured at, need not be one-hot.</summary>
    public bool IsSoft => Train.IsSoft || Probe is { Data.IsSoft: true };

    /// <summary>What decides which columns the run's files have.</summary>
    public RunTraits Traits => (Loss.FitsExactly || IsSoft ? RunTraits.ExactFits : RunTraits.None) | (IsSoft ? RunTraits.SoftTargets : RunTraits.None);

    /// <summary>Which steps are measured layer by layer too; null for none.</summary>
    public StructurePlan? Structure { get; init; }

    /// <summary>Before which steps the kernel between samples is measured; null for none.</summary>
    public KernelPlan? Kernel { get; init; }

    public long StepsPerEpoch => Steps(Train.Count, BatchSize, 1, null);

    public long TotalSteps => Steps(Train.Count, BatchSize, Epochs, MaxSteps);

    /// <summary>The largest batch an engine will be given.</summary>
    public int BatchCapacity => Math.Min(BatchSize, Train.Count);

    /// <summary>Steps of so many epochs over so many samples, at most <paramref name="most"/> of them.</summary>
    public static long Steps(int samples, int batchSize, int epochs, long? most) =>
        Math.Min((samples + (long)batchSize - 1) / batchSize * epochs, most ?? long.MaxValue);

    /// <summary>Whether a loop with this plan can stand there.</summary>
    public bool Admits(TrainingState state) =>
        state.Step >= 0 && state.Step <= TotalSteps && state.Epoch >= 0 && state.Epoch < Epochs
        && state.Step >= state.Epoch * StepsPerEpoch && state.Step - (state.Epoch * StepsPerEpoch) <= StepsPerEpoch;
}

/// <summary>
/// Steps t with t mod <paramref name="Every"/> = 0, and the last one, are measured layer by layer too, without dropout, whether or not
/// <see cref="TrainingPlan.MeasureEvery"/> gives them a row.
/// </summary>
/// <param name="Network">The engine's network, whose layers the parts are.</param>
public sealed record StructurePlan(Network Network, int Every);

/// <summary>
/// Before the steps t with t mod <paramref name="Every"/> = 0, and the last one, the kernel between the samples of a probe is measured, without dropout.
/// </summary>
/// <param name="Start">The parameters of step 0, to which K_0 belongs.</param>
public sealed record KernelPlan(Network Network, ProbeSet Probe, int Every, ParameterSet Start);

/// <summary>A fixed set of samples, the first <paramref name="Count"/> of a split.</summary>
public sealed record ProbeSet(Dataset Data, int Count);
