using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Core.Networks.Reading;

namespace StructuralError.Core.Networks.Layers;

/// <summary>Mean of each window.</summary>
public sealed record AvgPool2dLayer(TensorShape Input, TensorShape Output, int Kernel, int Stride) : Layer(Input, Output)
{
    public override string Type => AvgPool2dSpec.Kind.Name;

    public override bool IsRandom => false;

    public override bool IsSmooth => true;

    private Window Window => new(Kernel, Kernel, Stride);

    internal override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteNumber("kernel", Kernel);
        writer.WriteNumber("stride", Stride);
    }

    internal override Trace Run(double[] input, bool[] needed, ParameterValues parameters) => Window.Means(this, input, needed);

    internal override bool[] CountWork(Trace trace, bool[] support, WorkTally tally) => Window.Spread(trace, support);
}

internal sealed record AvgPool2dSpec(string Path, SizeSpec Kernel, SizeSpec Stride) : Pool2dSpec(Path, Kind.Name, Kernel, Stride)
{
    public static LayerKind Kind { get; } = LayerKind.Needing(
        "avgpool2d", "{ \"avgpool2d\": 2 }", settings => Read(settings, (kernel, stride) => new AvgPool2dSpec(settings.Path, kernel, stride)));

    protected override Layer Layer(TensorShape input, TensorShape output, int kernel, int stride) => new AvgPool2dLayer(input, output, kernel, stride);
}
