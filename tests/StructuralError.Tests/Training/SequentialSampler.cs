using StructuralError.Core.RandomNumbers;
using StructuralError.Core.Training;

namespace StructuralError.Tests.Training;

/// <summary>Every epoch in the order of the data set.</summary>
internal sealed class SequentialSampler(int samples) : ISampler
{
    public GeneratorState EpochStart { get; private set; } = new TorchGenerator(0).State;

    public int[] NextEpoch() => [.. Enumerable.Range(0, samples)];

    public void Restore(GeneratorState epochStart) => EpochStart = epochStart;
}
