using System.Text.Json;
using StructuralError.Core.Common;

namespace StructuralError.Core.Networks.Layers;

/// <summary>Mean of each channel over all positions; the output keeps one position per channel.</summary>
public sealed record GlobalAvgPool2dLayer(TensorShape Input, TensorShape Output) : Layer(Input, Output)
{
    public override string Type => GlobalAvgPool2dSpec.Kind.Name;

    public override bool IsRandom => false;

    public override bool IsSmooth => true;

    private Window Window => new(Input.Height, Input.Width, 1);

    internal override void WriteFields(Utf8JsonWriter writer)
    {
    }

    internal override Trace Run(double[] input, bool[] needed, ParameterValues parameters) => Window.Means(this, input, needed);

    internal override bool[] CountWork(Trace trace, bool[] support, WorkTally tally) => Window.Spread(trace, support);
}

internal sealed record GlobalAvgPool2dSpec(string Path) : LayerSpec(Path)
{
    public static LayerKind Kind { get; } = LayerKind.WithoutSettings("globalavgpool2d", path => new GlobalAvgPool2dSpec(path));

    public override (Layer? Layer, TensorShape? Output) Resolve(TensorShape? input, LayerContext context)
    {
        if (context.Image(Path, Kind.Name, input) is not TensorShape image)
        {
            return (null, null);
        }

        TensorShape output = TensorShape.Image(image.Channels, 1, 1);
        return (new GlobalAvgPool2dLayer(image, output), output);
    }
}
