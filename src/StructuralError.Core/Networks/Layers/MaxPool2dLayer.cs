using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Core.Networks.Reading;

namespace StructuralError.Core.Networks.Layers;

/// <summary>Largest value of each window; the first one in row order where several are equal.</summary>
public sealed record MaxPool2dLayer(TensorShape Input, TensorShape Output, int Kernel, int Stride) : Layer(Input, Output)
{
    public override string Type => MaxPool2dSpec.Kind.Name;

    public override bool IsRandom => false;

    public override bool IsSmooth => false;

    internal override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteNumber("kernel", Kernel);
        writer.WriteNumber("stride", Stride);
    }

    internal override Trace Run(double[] input, bool[] needed, ParameterValues parameters)
    {
        var window = new Window(Kernel, Kernel, Stride);
        int[] winners = new int[Output.Count];
        for (int o = 0; o < winners.Length; o++)
        {
            winners[o] = -1;
            foreach (int at in window.InputsOf(this, o))
            {
                winners[o] = winners[o] < 0 || input[at] > input[winners[o]] ? at : winners[o];
            }
        }

        return new Trace(this, input, needed, [.. winners.Select(w => input[w])], [.. winners.Select(w => needed[w])]) { Winners = winners };
    }

    internal override bool[] CountWork(Trace trace, bool[] support, WorkTally tally)
    {
        bool[] reached = new bool[trace.Input.Length];
        for (int o = 0; o < support.Length; o++)
        {
            reached[trace.Winners[o]] |= support[o] && trace.Needed[trace.Winners[o]];
        }

        return reached;
    }
}

internal sealed record MaxPool2dSpec(string Path, SizeSpec Kernel, SizeSpec Stride) : Pool2dSpec(Path, Kind.Name, Kernel, Stride)
{
    public static LayerKind Kind { get; } = LayerKind.Needing(
        "maxpool2d", "{ \"maxpool2d\": 2 }", settings => Read(settings, (kernel, stride) => new MaxPool2dSpec(settings.Path, kernel, stride)));

    protected override Layer Layer(TensorShape input, TensorShape output, int kernel, int stride) => new MaxPool2dLayer(input, output, kernel, stride);
}
