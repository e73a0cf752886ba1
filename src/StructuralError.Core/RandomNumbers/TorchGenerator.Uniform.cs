namespace StructuralError.Core.RandomNumbers;

public sealed partial class TorchGenerator
{
    private const float FloatStep = 1f / (1 << 24);
    private const double DoubleStep = 1d / (1L << 53);

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

    private static void ThrowIfNoInterval(double from, double to, double width)
    {
        if (!double.IsFinite(width) || width < 0)
        {
            throw new ArgumentException($"[{from}, {to}) is no interval of finite length");
        }
    }
}
