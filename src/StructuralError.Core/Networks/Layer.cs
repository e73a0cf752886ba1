using System.Collections.Immutable;
using StructuralError.Core.Common;

namespace StructuralError.Core.Networks;

/// <summary>One layer of a resolved network: all sizes known, shapes checked. Shapes are those of one sample.</summary>
public abstract record Layer(TensorShape Input, TensorShape Output);

/// <summary>A layer that owns parameters: a weight and, optionally, a bias.</summary>
/// <param name="Index">Place among the layers that own parameters, in module order: the <c>l</c> of A⁽ˡ⁾.</param>
public abstract record ParameterLayer(int Index, TensorShape Input, TensorShape Output, bool HasBias) : Layer(Input, Output)
{
    /// <summary>What the layer is called in tables: <c>layer1 linear 128 → 128</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Shape of the weight as PyTorch stores it, row-major.</summary>
    public abstract ImmutableArray<int> WeightShape { get; }

    /// <summary>Inputs that feed one output value: the <c>fan_in</c> of the initialisation rules.</summary>
    public abstract int FanIn { get; }

    /// <summary>Outputs that one input value feeds, as PyTorch counts them for Xavier initialisation.</summary>
    public abstract int FanOut { get; }

    /// <summary>Number of outputs that have a bias each.</summary>
    public abstract int BiasCount { get; }

    public int WeightCount => WeightShape.Aggregate(1, (product, size) => product * size);

    private protected string BiasWords => HasBias ? string.Empty : ", no bias";
}

/// <summary>An image read as a vector, in the order channel, row, column.</summary>
public sealed record FlattenLayer(TensorShape Input, TensorShape Output) : Layer(Input, Output);

/// <summary>y = W x + b, W of shape [outputs, inputs].</summary>
public sealed record LinearLayer(int Index, TensorShape Input, TensorShape Output, bool HasBias)
    : ParameterLayer(Index, Input, Output, HasBias)
{
    public override string Name => FormattableString.Invariant($"layer{Index} linear {Input.Count} → {Output.Count}{BiasWords}");

    public override ImmutableArray<int> WeightShape => [Output.Count, Input.Count];

    public override int FanIn => Input.Count;

    public override int FanOut => Output.Count;

    public override int BiasCount => Output.Count;
}

/// <summary>Cross-correlation with a square kernel and zero padding, W of shape [out channels, in channels, kernel, kernel].</summary>
public sealed record Conv2dLayer(int Index, TensorShape Input, TensorShape Output, int Kernel, int Stride, int Padding, bool HasBias)
    : ParameterLayer(Index, Input, Output, HasBias)
{
    public override string Name => FormattableString.Invariant(
        $"layer{Index} conv2d {Input.Channels} → {Output.Channels}, kernel {Kernel}, stride {Stride}, padding {Padding}{BiasWords}");

    public override ImmutableArray<int> WeightShape => [Output.Channels, Input.Channels, Kernel, Kernel];

    public override int FanIn => Input.Channels * Kernel * Kernel;

    public override int FanOut => Output.Channels * Kernel * Kernel;

    public override int BiasCount => Output.Channels;
}

public enum ActivationKind
{
    /// <summary>max(x, 0), derivative 0 at 0.</summary>
    Relu,
    Tanh,

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    Sigmoid,

    /// <summary>x · Φ(x), Φ the exact normal distribution function (not the tanh approximation).</summary>
    Gelu,
}

/// <summary>An elementwise function.</summary>
public sealed record ActivationLayer(ActivationKind Kind, TensorShape Shape) : Layer(Shape, Shape);

/// <summary>Largest value of each window; the first one in row order where several are equal.</summary>
public sealed record MaxPool2dLayer(TensorShape Input, TensorShape Output, int Kernel, int Stride) : Layer(Input, Output);

/// <summary>Mean of each window.</summary>
public sealed record AvgPool2dLayer(TensorShape Input, TensorShape Output, int Kernel, int Stride) : Layer(Input, Output);

/// <summary>Mean of each channel over all positions; the output keeps one position per channel.</summary>
public sealed record GlobalAvgPool2dLayer(TensorShape Input, TensorShape Output) : Layer(Input, Output);

/// <summary>In training, each value is dropped with probability <see cref="Probability"/> and the rest are scaled by 1/(1 − p).</summary>
public sealed record DropoutLayer(double Probability, TensorShape Shape) : Layer(Shape, Shape);

/// <summary>A block with the identity skip around it: h + block(h).</summary>
public sealed record ResidualLayer(TensorShape Shape, ImmutableArray<Layer> Layers) : Layer(Shape, Shape);
