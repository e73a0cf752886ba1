namespace StructuralError.Core.RandomNumbers;

public sealed partial class TorchGenerator
{
    // From this size on PyTorch works on blocks of 16; below it draws one number at a time.
    private const int BlockSize = 16;
    private const int HalfBlock = BlockSize / 2;

    private double? _cachedNormal;

    /// <summary>
    /// Normal numbers by Box and Muller's transform, in float32: <c>tensor.normal_(mean, deviation)</c>; with (0, 1), <c>torch.randn</c>.
    /// </summary>
    /// <remarks>
    /// From 16 numbers on: uniform numbers for all; in each block of 16, u1 is one minus the first eight, u2 the other eight, and
    /// √(−2 ln u1) times cos 2πu2 and sin 2πu2 take their places. Where a tail remains, the last 16 numbers are drawn anew and transformed.
    /// Below 16: single float64 draws in pairs; the second of a pair is kept for the next call.
    /// Each step is rounded to float32 where PyTorch rounds.
    /// </remarks>
    /// <exception cref="ArgumentException">The mean is not finite, or the deviation is negative or not finite.</exception>
    public void FillNormal(Span<float> destination, double mean, double deviation)
    {
        ThrowIfNoNormal(mean, deviation);
        if (destination.Length < BlockSize)
        {
            foreach (ref float value in destination)
            {
                value = (float)((NextNormal() * deviation) + mean);
            }

            return;
        }

        FillUniform(destination, 0, 1);
        int whole = destination.Length - (destination.Length % BlockSize);
        for (int start = 0; start < whole; start += BlockSize)
        {
            TransformBlock(destination.Slice(start, BlockSize), (float)mean, (float)deviation);
        }

        if (whole < destination.Length)
        {
            Span<float> last = destination[^BlockSize..];
            FillUniform(last, 0, 1);
            TransformBlock(last, (float)mean, (float)deviation);
        }
    }

    /// <inheritdoc cref="FillNormal(Span{float}, double, double)" path="/remarks|/exception"/>
    /// <summary>The same in float64.</summary>
    public void FillNormal(Span<double> destination, double mean, double deviation)
    {
        ThrowIfNoNormal(mean, deviation);
        if (destination.Length < BlockSize)
        {
            foreach (ref double value in destination)
            {
                value = (NextNormal() * deviation) + mean;
            }

            return;
        }

        FillUniform(destination, 0, 1);
        int whole = destination.Length - (destination.Length % BlockSize);
        for (int start = 0; start < whole; start += BlockSize)
        {
            TransformBlock(destination.Slice(start, BlockSize), mean, deviation);
        }

        if (whole < destination.Length)
        {
            Span<double> last = destination[^BlockSize..];
            FillUniform(last, 0, 1);
            TransformBlock(last, mean, deviation);
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
    private static void TransformBlock(Span<float> block, float mean, float deviation)
    {
        const float TwoPi = (float)(2 * Math.PI);
        for (int i = 0; i < HalfBlock; i++)
        {
            float logarithm = (float)Math.Log(1f - block[i]);
            float radius = MathF.Sqrt(-2f * logarithm);
            float angle = TwoPi * block[i + HalfBlock];
            block[i] = MathF.FusedMultiplyAdd(radius * (float)Math.Cos(angle), deviation, mean);
            block[i + HalfBlock] = MathF.FusedMultiplyAdd(radius * (float)Math.Sin(angle), deviation, mean);
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

    private static void ThrowIfNoNormal(double mean, double deviation)
    {
        if (!double.IsFinite(mean) || !double.IsFinite(deviation) || deviation < 0)
        {
            throw new ArgumentException($"there is no normal distribution with mean {mean} and standard deviation {deviation}");
        }
    }
}
