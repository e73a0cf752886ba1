using System.Collections.Immutable;
using StructuralError.Core.Common;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Tests.Training;

namespace StructuralError.Tests.Running;

/// <summary>A network for tests of what surrounds networks.</summary>
internal static class Tiny
{
    public static Network Network(string name = "b", int k = 1, int width = 3, params (string Name, bool Value)[] flags) => new(
        name,
        "Tiny",
        Samples.Shape,
        2,
        [
            new FlattenLayer(Samples.Shape, TensorShape.Vector(4)),
            new LinearLayer(0, TensorShape.Vector(4), TensorShape.Vector(width), true),
            new ActivationLayer(ActivationKind.Relu, TensorShape.Vector(width)),
            .. Enumerable.Range(0, k).Select(block => (Layer)new ResidualLayer(TensorShape.Vector(width), [new LinearLayer(block + 1, TensorShape.Vector(width), TensorShape.Vector(width), true)])),
            new LinearLayer(k + 1, TensorShape.Vector(width), TensorShape.Vector(2), true),
        ],
        flags.Select(flag => (flag.Name, Value: flag.Value ? 1 : 0)).Append(("k", k)).Append(("width", width)).ToImmutableSortedDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal))
    {
        Flags = [.. flags.Select(flag => flag.Name)],
    };
}
