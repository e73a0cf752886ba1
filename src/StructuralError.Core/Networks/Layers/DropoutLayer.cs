using System.Text.Json;
using StructuralError.Core.Common;

namespace StructuralError.Core.Networks.Layers;

/// <summary>In training, each value is dropped with probability <see cref="Probability"/> and the rest are scaled by 1/(1 − p).</summary>
public sealed record DropoutLayer(double Probability, TensorShape Shape) : Layer(Shape, Shape)
{
    public override string Type => DropoutSpec.Kind.Name;

    public override bool IsRandom => true;

    public override bool IsSmooth => true;

    internal override void WriteFields(Utf8JsonWriter writer) => writer.WriteNumber("probability", Probability);

    /// <summary>As the network is evaluated; a training step drops more.</summary>
    internal override Trace Run(double[] input, bool[] needed, ParameterValues parameters) => new(this, input, needed, input, needed);

    internal override bool[] CountWork(Trace trace, bool[] support, WorkTally tally) => support;
}

internal sealed record DropoutSpec(string Path, double Probability) : LayerSpec(Path)
{
    public static LayerKind Kind { get; } = LayerKind.Needing("dropout", "{ \"dropout\": 0.5 }", Read);

    public override (Layer? Layer, TensorShape? Output) Resolve(TensorShape? input, LayerContext context) =>
        input is TensorShape shape ? (new DropoutLayer(Probability, shape), shape) : (null, null);

    private static DropoutSpec? Read(LayerSettings settings)
    {
        if (settings.Value.ValueKind == JsonValueKind.Number && settings.Value.TryGetDouble(out double probability) && probability is >= 0 and < 1
            && !RealText.Vanishes(settings.Value.GetRawText(), probability))
        {
            return new DropoutSpec(settings.Path, probability);
        }

        settings.Problems.Add(settings.Inside, $"a dropout probability is a number from 0 to below 1, not {Wording.Describe(settings.Value)}");
        return null;
    }
}
