namespace StructuralError.Core.RandomNumbers;

/// <summary>
/// The random numbers of PyTorch's CPU generator: after the same seed, the same calls give the same numbers as
/// <c>torch.manual_seed(seed)</c> followed by <c>torch.rand</c>, <c>torch.randn</c>, <c>torch.randperm</c>, … do.
/// Not safe for use by several threads at once.
/// </summary>
/// <remarks>
/// Uniform numbers, integers and permutations are equal bit for bit; normal numbers agree to about one unit in the last place, because
/// PyTorch's own logarithm, sine and cosine depend on the instruction set it was built for.
/// Source of the algorithms: PyTorch, <c>aten/src/ATen/core/DistributionsHelper.h</c> and <c>aten/src/ATen/native/cpu/DistributionTemplates.h</c>.
/// </remarks>
public sealed partial class TorchGenerator
{
    private MersenneTwister _twister;

    /// <param name="seed">
    /// As in <c>torch.manual_seed</c>. Only the low 32 bits count, and a negative seed stands for 2⁶⁴ + seed:
    /// seeds 2³² apart give the same numbers.
    /// </param>
    public TorchGenerator(long seed) => _twister = new MersenneTwister(unchecked((uint)seed));

    /// <summary>Where the generator stands. Setting it makes the numbers that followed come again.</summary>
    /// <exception cref="ArgumentException">The value is no state of this generator: wrong length, position or cached number.</exception>
    public GeneratorState State
    {
        get => new(_twister.Words, _twister.Position, _cachedNormal);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.CachedNormal is double cached && !double.IsFinite(cached))
            {
                throw new ArgumentException($"the cached normal number must be finite, not {cached}", nameof(value));
            }

            _twister = new MersenneTwister(value.Words.AsSpan(), value.Position);
            _cachedNormal = value.CachedNormal;
        }
    }

    /// <summary>32 random bits.</summary>
    public uint NextUInt32() => _twister.Next();

    /// <summary>64 random bits: two draws, the first one the high half.</summary>
    public ulong NextUInt64()
    {
        ulong high = _twister.Next();
        return (high << 32) | _twister.Next();
    }

    /// <summary>Uniform over 0..2⁶³ − 1: <c>torch.empty((), dtype=torch.int64).random_()</c>.</summary>
    public long NextInt64() => (long)(NextUInt64() & long.MaxValue);
}
