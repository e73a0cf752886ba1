using System.Numerics;
using System.Text.Json;
using StructuralError.Core.Common;

namespace StructuralError.Core.Networks.Layers;

/// <summary>An image read as a vector, in the order channel, row, column.</summary>
public sealed record FlattenLayer(TensorShape Input, TensorShape Output) : Layer(Input, Output)
{
    public override string Type => FlattenSpec.Kind.Name;

    public override bool IsRandom => false;

    public override bool IsSmooth => true;

    internal override void WriteFields(Utf8JsonWriter writer)
    {
    }

    internal override Trace Run(double[] input, bool[] needed, ParameterValues parameters) => new(this, input, needed, input, needed);

    internal override bool[] CountWork(Trace trace, bool[] support, WorkTally tally) => support;
}

internal sealed record FlattenSpec(string Path) : LayerSpec(Path)
{
    public static LayerKind Kind { get; } = LayerKind.WithoutSettings("flatten", path => new FlattenSpec(path));

    public override (Layer? Layer, TensorShape? Output) Resolve(TensorShape? input, LayerContext context)
    {
        if (input is not TensorShape shape)
        {
            return (null, null);
        }

        if (shape.IsVector)
        {
            // Already flat: nothing to compute.
            return (null, shape);
        }

        BigInteger features = NetworkCost.Values(shape);
        if (features > int.MaxValue)
        {
            context.AddProblem(Path, $"flattening {shape} would give {Wording.Number(features)} features; at most {Wording.Number(int.MaxValue)} can be");
            return (null, null);
        }

        TensorShape output = TensorShape.Vector((int)features);
        return (new FlattenLayer(shape, output), output);
    }
}
