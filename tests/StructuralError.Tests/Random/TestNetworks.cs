using StructuralError.Core.Common;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;

namespace StructuralError.Tests.Random;

/// <summary>Networks of layers with parameters, as the reference values were drawn for.</summary>
internal static class TestNetworks
{
    public static Network Linear784To128 { get; } = Of(new LinearLayer(0, TensorShape.Vector(784), TensorShape.Vector(128), true));

    public static Network Conv1To16 { get; } =
        Of(new Conv2dLayer(0, TensorShape.Image(1, 28, 28), TensorShape.Image(16, 26, 26), 3, 1, 0, true));

    /// <summary>The layers of <c>network()</c> in <c>random_cases.py</c>.</summary>
    public static Network Mixed { get; } = Of(
        new Conv2dLayer(0, TensorShape.Image(1, 7, 7), TensorShape.Image(4, 5, 5), 3, 1, 0, true),
        new Conv2dLayer(1, TensorShape.Image(4, 5, 5), TensorShape.Image(4, 3, 3), 3, 1, 0, false),
        new FlattenLayer(TensorShape.Image(4, 3, 3), TensorShape.Vector(36)),
        new LinearLayer(2, TensorShape.Vector(36), TensorShape.Vector(3), true),
        new LinearLayer(3, TensorShape.Vector(3), TensorShape.Vector(2), true));

    /// <summary>Model b with three blocks.</summary>
    public static Network B3 { get; } = Of(
        new LinearLayer(0, TensorShape.Vector(784), TensorShape.Vector(128), true),
        Block(1),
        Block(2),
        Block(3),
        new LinearLayer(4, TensorShape.Vector(128), TensorShape.Vector(10), true));

    public static Network Of(params Layer[] layers) =>
        new("test", "Test", layers[0].Input, layers[^1].Output.Count, [.. layers], System.Collections.Immutable.ImmutableSortedDictionary<string, int>.Empty);

    private static ResidualLayer Block(int index)
    {
        TensorShape shape = TensorShape.Vector(128);
        return new ResidualLayer(shape, [new LinearLayer(index, shape, shape, true), new ActivationLayer(ActivationKind.Relu, shape)]);
    }
}
