using System.Collections.Immutable;
using System.Numerics;
using StructuralError.Core.Common;
using StructuralError.Core.RandomNumbers;

namespace StructuralError.Core.Networks.Layers;

/// <summary>A layer that owns parameters: a weight and, optionally, a bias.</summary>
/// <param name="Index">Place among the layers that own parameters, in module order: the <c>l</c> of A⁽ˡ⁾.</param>
public abstract record ParameterLayer(int Index, TensorShape Input, TensorShape Output, bool HasBias) : Layer(Input, Output)
{
    /// <summary>What the layer is called in tables: <c>layer1 linear 128 → 128</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Shape of the weight as PyTorch stores it, row-major.</summary>
    public abstract ImmutableArray<int> WeightShape { get; }

    /// <summary>Shape that the bias has, where there is one.</summary>
    public abstract ImmutableArray<int> BiasShape { get; }

    /// <summary>How many products each value is a sum of, for the schemes that draw weights by it; null where no scheme draws the weight anew.</summary>
    public abstract Fans? Fans { get; }

    public int WeightCount => WeightShape.Aggregate(1, (product, size) => product * size);

    public int BiasCount => BiasShape.Aggregate(1, (product, size) => product * size);

    /// <summary>Weights and biases. Wide, because sizes may be absurd.</summary>
    internal BigInteger ParameterCount => Product(WeightShape) + (HasBias ? Product(BiasShape) : 0);

    /// <summary>Words for <see cref="Name"/>.</summary>
    private protected string BiasWords => HasBias ? string.Empty : ", no bias";

    /// <summary>Starting values as PyTorch's module has them: what it draws comes from <paramref name="generator"/>, weight before bias.</summary>
    /// <param name="bias">Empty without bias.</param>
    internal abstract void Start(Span<float> weight, Span<float> bias, TorchGenerator generator);

    internal sealed override Layer Numbered(ref int next) => this with { Index = next++ };

    private static BigInteger Product(ImmutableArray<int> shape) => shape.Aggregate(BigInteger.One, (product, size) => product * size);
}

/// <param name="In">Inputs that feed one output value: the <c>fan_in</c> of the initialisation rules.</param>
/// <param name="Out">Outputs that one input value feeds, as PyTorch counts them for Xavier initialisation.</param>
public readonly record struct Fans(int In, int Out);
