using StructuralError.Core.Common;
using StructuralError.Core.RandomNumbers;

namespace StructuralError.Core.Networks.Layers;

/// <summary>A layer whose outputs are sums of inputs times weights, and a bias for each output channel.</summary>
public abstract record ProductLayer(int Index, TensorShape Input, TensorShape Output, bool HasBias) : ParameterLayer(Index, Input, Output, HasBias)
{
    public sealed override bool IsRandom => false;

    public sealed override bool IsSmooth => true;

    /// <inheritdoc cref="Fans.In"/>
    public abstract int FanIn { get; }

    /// <inheritdoc cref="Fans.Out"/>
    public abstract int FanOut { get; }

    public sealed override Fans? Fans => new(FanIn, FanOut);

    /// <summary>
    /// Weight <c>kaiming_uniform_(a=√5)</c>, bias uniform over ±1/√fan_in. Source: PyTorch, <c>torch/nn/modules/linear.py</c>, <c>torch/nn/modules/conv.py</c>.
    /// </summary>
    internal sealed override void Start(Span<float> weight, Span<float> bias, TorchGenerator generator)
    {
        // Mathematically the bound is 1/√fan_in for both; PyTorch arrives there with these roundings for the weight.
        double slope = Math.Sqrt(5);
        double gain = Math.Sqrt(2 / (1 + (slope * slope)));
        generator.FillUniformWithDeviation(weight, gain / Math.Sqrt(FanIn));
        if (HasBias)
        {
            double bound = 1 / Math.Sqrt(FanIn);
            generator.FillUniform(bias, -bound, bound);
        }
    }

    /// <summary>The bias at every output; zero without.</summary>
    private protected double[] BiasValues(double[]? bias)
    {
        double[] y = new double[Output.Count];
        for (int i = 0; bias is not null && i < y.Length; i++)
        {
            y[i] = bias[i / Output.Positions];
        }

        return y;
    }
}
