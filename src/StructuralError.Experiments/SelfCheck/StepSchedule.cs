using StructuralError.Core.Engines;

namespace StructuralError.Experiments.SelfCheck;

/// <summary>The batches of some steps: the samples in an order of their own each epoch, the last batch of an epoch smaller than the others.</summary>
internal sealed class StepSchedule(SampleNetwork network)
{
    public const int BatchSize = 4;

    // Seven has no factor in common with the number of samples, so each epoch visits all of them.
    private const int Stride = 7;

    public static SgdOptions Sgd { get; } = new(LearningRate: 0.05, Momentum: 0.9, WeightDecay: 1e-4);

    public int StepsPerEpoch => (network.Data.Count + BatchSize - 1) / BatchSize;

    public int[] Order(int epoch) => [.. Enumerable.Range(0, network.Data.Count).Select(n => ((n * Stride) + epoch) % network.Data.Count)];

    public Batch Batch(int step)
    {
        int first = step % StepsPerEpoch * BatchSize;
        return new Batch(network.Data, Order(step / StepsPerEpoch).AsMemory(first, Math.Min(BatchSize, network.Data.Count - first)), step);
    }

    /// <summary>The steps of an epoch from its first.</summary>
    public UpcomingSteps Ahead(int epoch) => new(network.Data, Order(epoch), BatchSize, (long)epoch * StepsPerEpoch, Sgd);
}
