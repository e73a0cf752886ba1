using System.Collections.Immutable;
using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Core.Networks.Reading;

namespace StructuralError.Core.Networks.Layers;

/// <summary>A block with the identity skip around it: h + block(h).</summary>
public sealed record ResidualLayer(TensorShape Shape, ImmutableArray<Layer> Layers) : Layer(Shape, Shape)
{
    public override string Type => "residual";

    // Of itself; the layers inside answer for themselves.
    public override bool IsRandom => false;

    public override bool IsSmooth => true;

    public override ImmutableArray<Layer> Inner => Layers;

    internal override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WritePropertyName("layers");
        Write(writer, Layers);
    }

    internal override Layer Numbered(ref int next)
    {
        int free = next;
        ImmutableArray<Layer> layers = [.. Layers.Select(layer => layer.Numbered(ref free))];
        next = free;
        return this with { Layers = layers };
    }

    internal override Trace Run(double[] input, bool[] needed, ParameterValues parameters)
    {
        ImmutableArray<Trace> block = Trace.Run(Layers, input, needed, parameters);
        (double[] output, bool[] wanted) = block is [.., Trace last] ? (last.Output, last.OutputNeeded) : (input, needed);
        return new Trace(this, input, needed, [.. input.Zip(output, (a, b) => a + b)], [.. needed.Zip(wanted, (a, b) => a || b)]) { Inner = block };
    }

    internal override bool[] CountWork(Trace trace, bool[] support, WorkTally tally)
    {
        bool[] inner = Trace.CountWork(trace.Inner, support, tally);
        return [.. support.Select((on, i) => (on || inner[i]) && trace.Needed[i])];
    }
}

/// <summary>
/// Layers in sequence, so many times over, each time with a skip around them or without: fields of their own instead of settings behind a name.
/// </summary>
/// <param name="Skip">Whether each repetition adds its input to its output.</param>
internal sealed record RepeatSpec(string Path, SizeSpec Count, FlagSpec Skip, ImmutableArray<LayerSpec> Layers) : LayerSpec(Path)
{
    private const string Repeat = "repeat";
    private const string SkipField = "skip";
    private const string LayersField = "layers";

    public static LayerKind Kind { get; } = new(Repeat, "{ \"repeat\": 3, \"skip\": true, \"layers\": [ … ] }", null, null);

    public static bool IsField(string name) => name is Repeat or SkipField or LayersField;

    /// <param name="readList">Reads layers, at a path.</param>
    public static RepeatSpec? Read(
        JsonElement element, string path, ValueReader values, ProblemList problems, Func<JsonElement, string, ImmutableArray<LayerSpec>> readList)
    {
        StrictObject fields = new(element, path, Repeat, problems, Repeat, SkipField, LayersField);
        SizeSpec? count = values.Size(fields, Repeat, path, 0, null);
        FlagSpec? skip = values.Flag(fields, SkipField, path, false);
        ImmutableArray<LayerSpec> layers = fields.Require(LayersField, out JsonElement list) ? readList(list, $"{path}.{LayersField}") : [];
        return count is SizeSpec c && skip is FlagSpec s ? new RepeatSpec(path, c, s, layers) : null;
    }

    public override (Layer? Layer, TensorShape? Output) Resolve(TensorShape? input, LayerContext context) =>
        throw new InvalidOperationException("repetitions are written out, they are no layer.");
}
