using StructuralError.Core.RandomNumbers;

namespace StructuralError.Core.Training;

/// <summary><see cref="BatchOrder"/> with a memory of one epoch.</summary>
/// <param name="generator">Stands where initialisation left it; from here on it is this object's.</param>
/// <param name="samples">Samples of the training set.</param>
public sealed class ShuffledOrder(TorchGenerator generator, int samples) : ISampleOrder
{
    private readonly BatchOrder _order = new(generator, samples);
    private readonly int[] _indices = new int[samples];

    public GeneratorState EpochStart { get; private set; } = generator.State;

    public int[] NextEpoch()
    {
        EpochStart = generator.State;
        _order.NextEpoch(_indices);
        return _indices;
    }

    public void Restore(GeneratorState epochStart)
    {
        generator.State = epochStart;
        EpochStart = epochStart;
    }
}
