using System.Numerics;

namespace StructuralError.Core.RandomNumbers;

/// <summary>
/// The random numbers of PyTorch's CPU generator: after the same seed, the same calls give the same numbers as <c>torch.manual_seed(seed)</c> followed by
/// <c>torch.rand</c>, <c>torch.randn</c>, <c>torch.randperm</c>, … do. Not safe for use by several threads at once.
/// </summary>
/// <remarks>
/// Uniform numbers, integers and permutations are equal bit for bit; normal numbers agree to about one unit in the last place, because PyTorch's own logarithm,
/// sine and cosine depend on the instruction set it was built for. Source of the algorithms: PyTorch, <c>aten/src/ATen/core/DistributionsHelper.h</c> and
/// <c>aten/src/ATen/native/cpu/DistributionTemplates.h</c>.
/// </remarks>
public sealed class TorchGenerator
{
    private const float FloatStep = 1f / (1 << 24);
    private const double DoubleStep = 1d / (1L << 53);

    // From this size on PyTorch makes normal numbers in blocks of 16; below it draws one at a time.
    private const int BlockSize = 16;
    private const int HalfBlock = BlockSize / 2;

    private MersenneTwister _twister;
    private double? _cachedNormal;

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

    /// <summary>A multiple of 2⁻²⁴ in [0, 1), from the low 24 bits of one draw: <c>torch.rand(())</c>.</summary>
    public float NextUniformFloat32() => (NextUInt32() & ((1u << 24) - 1)) * FloatStep;

    /// <summary>A multiple of 2⁻⁵³ in [0, 1), from the low 53 bits of two draws: <c>torch.rand((), dtype=torch.float64)</c>.</summary>
    public double NextUniformFloat64() => (NextUInt64() & ((1ul << 53) - 1)) * DoubleStep;

    /// <summary>Fills with x (to − from) + from, x uniform over [0, 1), in float32: <c>tensor.uniform_(from, to)</c>.</summary>
    /// <remarks>
    /// The bounds are rounded to float32 first, and product and sum are rounded once, together: PyTorch's kernel is compiled so that
    /// they become one fused multiply-add.
    /// </remarks>
    /// <exception cref="ArgumentException">A bound is not finite in float32, or <paramref name="from"/> is above <paramref name="to"/>.</exception>
    public void FillUniform(Span<float> destination, double from, double to)
    {
        float low = (float)from;
        float width = (float)to - low;
        ThrowIfNoInterval(from, to, width);
        foreach (ref float value in destination)
        {
            value = MathF.FusedMultiplyAdd(NextUniformFloat32(), width, low);
        }
    }

    /// <summary>Fills with x (to − from) + from, x uniform over [0, 1), in float64.</summary>
    /// <inheritdoc cref="FillUniform(Span{float}, double, double)" path="/exception"/>
    public void FillUniform(Span<double> destination, double from, double to)
    {
        double width = to - from;
        ThrowIfNoInterval(from, to, width);
        foreach (ref double value in destination)
        {
            value = Math.FusedMultiplyAdd(NextUniformFloat64(), width, from);
        }
    }

    /// <summary>Fills with uniform numbers of mean 0 and the given standard deviation, ±√3·deviation, as <c>torch/nn/init.py</c> computes the bound.</summary>
    public void FillUniformWithDeviation(Span<float> destination, double deviation)
    {
        double bound = Math.Sqrt(3) * deviation;
        FillUniform(destination, -bound, bound);
    }

    /// <summary>Normal numbers by Box and Muller's transform, in float32: <c>tensor.normal_(mean, deviation)</c>; with (0, 1), <c>torch.randn</c>.</summary>
    /// <remarks>
    /// From 16 numbers on: uniform numbers for all; in each block of 16, u1 is one minus the first eight, u2 the other eight, and √(−2 ln u1) times cos 2πu2
    /// and sin 2πu2 take their places. Where a tail remains, the last 16 numbers are drawn anew and transformed. Below 16: single float64 draws in pairs; the
    /// second of a pair is kept for the next call. Each step is rounded to float32 where PyTorch rounds.
    /// </remarks>
    /// <exception cref="ArgumentException">The mean is not finite, or the deviation is negative or not finite.</exception>
    public void FillNormal(Span<float> destination, double mean, double deviation) => FillNormal(destination, mean, deviation, FillUniform, TransformBlock);

    /// <inheritdoc cref="FillNormal(Span{float}, double, double)" path="/remarks|/exception"/>
    /// <summary>The same in float64.</summary>
    public void FillNormal(Span<double> destination, double mean, double deviation) => FillNormal(destination, mean, deviation, FillUniform, TransformBlock);

    /// <summary>The numbers 0..n − 1 in random order: <c>torch.randperm(n)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public int[] Permutation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int[] order = new int[count];
        FillPermutation(order);
        return order;
    }

    /// <summary>Overwrites <paramref name="order"/> with a permutation of 0..n − 1, n its length.</summary>
    /// <remarks>Fisher and Yates's shuffle from the front; place i takes its number from i + (32 random bits mod n − i), as PyTorch does.</remarks>
    public void FillPermutation(Span<int> order)
    {
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        for (int i = 0; i < order.Length - 1; i++)
        {
            int other = i + (int)(NextUInt32() % (uint)(order.Length - i));
            (order[i], order[other]) = (order[other], order[i]);
        }
    }

    private void FillNormal<T>(Span<T> destination, double mean, double deviation, Filler<T> fillUniform, Filler<T> transformBlock)
        where T : INumberBase<T>
    {
        if (!double.IsFinite(mean) || !double.IsFinite(deviation) || deviation < 0)
        {
            throw new ArgumentException($"there is no normal distribution with mean {mean} and standard deviation {deviation}");
        }

        if (destination.Length < BlockSize)
        {
            foreach (ref T value in destination)
            {
                value = T.CreateChecked((NextNormal() * deviation) + mean);
            }

            return;
        }

        fillUniform(destination, 0, 1);
        int whole = destination.Length - (destination.Length % BlockSize);
        for (int start = 0; start < whole; start += BlockSize)
        {
            transformBlock(destination.Slice(start, BlockSize), mean, deviation);
        }

        if (whole < destination.Length)
        {
            Span<T> last = destination[^BlockSize..];
            fillUniform(last, 0, 1);
            transformBlock(last, mean, deviation);
        }
    }

    private double NextNormal()
    {
        if (_cachedNormal is double cached)
        {
            _cachedNormal = null;
            return cached;
        }

        double angle = 2 * Math.PI * NextUniformFloat64();
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextUniformFloat64()));
        _cachedNormal = radius * Math.Sin(angle);
        return radius * Math.Cos(angle);
    }

    // The functions are evaluated in float64 and rounded, which gives the float32 nearest to the true value on every machine.
    private static void TransformBlock(Span<float> block, double mean, double deviation)
    {
        const float TwoPi = (float)(2 * Math.PI);
        for (int i = 0; i < HalfBlock; i++)
        {
            float logarithm = (float)Math.Log(1f - block[i]);
            float radius = MathF.Sqrt(-2f * logarithm);
            float angle = TwoPi * block[i + HalfBlock];
            block[i] = MathF.FusedMultiplyAdd(radius * (float)Math.Cos(angle), (float)deviation, (float)mean);
            block[i + HalfBlock] = MathF.FusedMultiplyAdd(radius * (float)Math.Sin(angle), (float)deviation, (float)mean);
        }
    }

    private static void TransformBlock(Span<double> block, double mean, double deviation)
    {
        for (int i = 0; i < HalfBlock; i++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - block[i]));
            double angle = 2 * Math.PI * block[i + HalfBlock];
            block[i] = (radius * Math.Cos(angle) * deviation) + mean;
            block[i + HalfBlock] = (radius * Math.Sin(angle) * deviation) + mean;
        }
    }

    private static void ThrowIfNoInterval(double from, double to, double width)
    {
        if (!double.IsFinite(width) || width < 0)
        {
            throw new ArgumentException($"[{from}, {to}) is no interval of finite length");
        }
    }

    /// <summary>Fills with uniform numbers between two bounds, or makes normal ones of a mean and a deviation of them.</summary>
    private delegate void Filler<T>(Span<T> destination, double first, double second);
}
