using StructuralError.Core.RandomNumbers;

namespace StructuralError.Core.Training;

/// <summary>
/// The order in which PyTorch's <c>DataLoader(dataset, batch_size, shuffle=True, drop_last=False)</c>, iterated once an epoch, visits the samples, its
/// random numbers from <c>torch.manual_seed</c>. Batches are consecutive parts of the order; the last may be shorter.
/// </summary>
/// <remarks>
/// Each epoch takes two 64-bit integers from the generator: the loader's base seed (meant for worker processes, drawn without any, too), then the sampler's
/// seed, with which a fresh generator permutes. So the generator's state before an epoch decides that epoch and all later ones.
/// Source: PyTorch, <c>torch/utils/data/dataloader.py</c> and <c>sampler.py</c>.
/// </remarks>
public sealed class RandomSampler : ISampler
{
    private readonly TorchGenerator _generator;
    private readonly int[] _indices;

    /// <param name="generator">Stands where initialisation left it. Each epoch draws from it.</param>
    /// <param name="samples">Samples of the training set.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="samples"/> is not positive.</exception>
    public RandomSampler(TorchGenerator generator, int samples)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        _generator = generator;
        _indices = new int[samples];
        EpochStart = generator.State;
    }

    public GeneratorState EpochStart { get; private set; }

    public int[] NextEpoch()
    {
        EpochStart = _generator.State;
        _ = _generator.NextInt64();
        new TorchGenerator(_generator.NextInt64()).FillPermutation(_indices);
        return _indices;
    }

    public void Restore(GeneratorState epochStart)
    {
        _generator.State = epochStart;
        EpochStart = epochStart;
    }
}
