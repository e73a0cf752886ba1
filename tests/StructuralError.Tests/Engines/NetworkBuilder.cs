using System.Collections.Immutable;
using StructuralError.Core.Common;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;

namespace StructuralError.Tests.Engines;

/// <summary>Puts a resolved network together layer by layer; each call infers its output shape from the shape so far.</summary>
public sealed class NetworkBuilder
{
    private readonly TensorShape _input;
    private readonly ImmutableArray<Layer>.Builder _layers = ImmutableArray.CreateBuilder<Layer>();
    private readonly Counter _parameterLayers;

    public NetworkBuilder(TensorShape input)
        : this(input, new Counter(), input.IsVector ? input.Channels : int.MaxValue)
    {
    }

    private NetworkBuilder(TensorShape input, Counter parameterLayers, int narrowest) =>
        (_input, Shape, _parameterLayers, Narrowest) = (input, input, parameterLayers, narrowest);

    /// <summary>Shape of one sample after the layers so far.</summary>
    public TensorShape Shape { get; private set; }

    /// <summary>Fewest channels of an image, or features of a vector, that a layer so far has given.</summary>
    public int Narrowest { get; private set; }

    public NetworkBuilder Flatten() => Add(new FlattenLayer(Shape, TensorShape.Vector(Shape.Count)));

    public NetworkBuilder Linear(int outputs, bool bias = true) =>
        Add(new LinearLayer(_parameterLayers.Next(), Shape, TensorShape.Vector(outputs), bias));

    public NetworkBuilder Conv(int channels, int kernel, int stride = 1, int padding = 0, bool bias = true)
    {
        var output = TensorShape.Image(
            channels, ((Shape.Height + (2 * padding) - kernel) / stride) + 1, ((Shape.Width + (2 * padding) - kernel) / stride) + 1);
        return Add(new Conv2dLayer(_parameterLayers.Next(), Shape, output, kernel, stride, padding, bias));
    }

    public NetworkBuilder LayerNorm(double epsilon = 1e-5, bool bias = true) => Add(new LayerNormLayer(_parameterLayers.Next(), Shape, epsilon, bias));

    public NetworkBuilder Activation(ActivationKind kind) => Add(new ActivationLayer(kind, Shape));

    public NetworkBuilder Relu() => Activation(ActivationKind.Relu);

    public NetworkBuilder MaxPool(int kernel, int stride) => Add(new MaxPool2dLayer(Shape, Pooled(kernel, stride), kernel, stride));

    public NetworkBuilder AvgPool(int kernel, int stride) => Add(new AvgPool2dLayer(Shape, Pooled(kernel, stride), kernel, stride));

    public NetworkBuilder GlobalAvgPool() => Add(new GlobalAvgPool2dLayer(Shape, TensorShape.Image(Shape.Channels, 1, 1)));

    public NetworkBuilder Dropout(double probability) => Add(new DropoutLayer(probability, Shape));

    /// <exception cref="InvalidOperationException">The block changes the shape.</exception>
    public NetworkBuilder Residual(Action<NetworkBuilder> block)
    {
        var inner = new NetworkBuilder(Shape, _parameterLayers, Narrowest);
        block(inner);
        return inner.Shape == Shape
            ? Add(new ResidualLayer(Shape, inner._layers.ToImmutable()))
            : throw new InvalidOperationException($"the block turns {Shape} into {inner.Shape}.");
    }

    /// <summary>The network; its classes are the values of the last shape.</summary>
    public Network Build(string name = "test") =>
        new(name, name, _input, Shape.Count, _layers.ToImmutable(), ImmutableSortedDictionary<string, int>.Empty);

    private NetworkBuilder Add(Layer layer)
    {
        _layers.Add(layer);
        Shape = layer.Output;
        Narrowest = Math.Min(Narrowest, Shape.Channels);
        return this;
    }

    private TensorShape Pooled(int kernel, int stride) =>
        TensorShape.Image(Shape.Channels, ((Shape.Height - kernel) / stride) + 1, ((Shape.Width - kernel) / stride) + 1);

    /// <summary>Numbers the layers that own parameters, across nested blocks.</summary>
    private sealed class Counter
    {
        private int _next;

        public int Next() => _next++;
    }
}
