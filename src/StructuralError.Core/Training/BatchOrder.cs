using StructuralError.Core.RandomNumbers;

namespace StructuralError.Core.Training;

/// <summary>
/// The order in which an epoch visits the samples: that of PyTorch's <c>DataLoader(dataset, batch_size, shuffle=True, drop_last=False)</c>
/// iterated once an epoch, its random numbers from <c>torch.manual_seed</c>. Batches are consecutive parts of the order; the last may be shorter.
/// </summary>
/// <remarks>
/// Each epoch takes two 64-bit integers from the generator: the loader's base seed (meant for worker processes, drawn without any, too),
/// then the sampler's seed, with which a fresh generator permutes. So the generator's state before an epoch decides that epoch and all later
/// ones: save <see cref="TorchGenerator.State"/> there to come back. Source: PyTorch, <c>torch/utils/data/dataloader.py</c> and <c>sampler.py</c>.
/// </remarks>
public sealed class BatchOrder
{
    private readonly TorchGenerator _generator;

    /// <param name="generator">Stands where initialisation left it. It stays the caller's; each epoch draws from it.</param>
    /// <param name="samples">Samples of the training set.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="samples"/> is not positive.</exception>
    public BatchOrder(TorchGenerator generator, int samples)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        _generator = generator;
        Samples = samples;
    }

    public int Samples { get; }

    /// <summary>The sample indices of the next epoch, each of 0..<see cref="Samples"/> − 1 once.</summary>
    public int[] NextEpoch()
    {
        int[] order = new int[Samples];
        NextEpoch(order);
        return order;
    }

    /// <summary>The same into a buffer.</summary>
    /// <exception cref="ArgumentException">The buffer's length is not <see cref="Samples"/>.</exception>
    public void NextEpoch(Span<int> order)
    {
        if (order.Length != Samples)
        {
            throw new ArgumentException($"an epoch has {Samples} samples, the buffer {order.Length}", nameof(order));
        }

        _ = _generator.NextInt64();
        new TorchGenerator(_generator.NextInt64()).FillPermutation(order);
    }
}
