using System.Collections.Immutable;
using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Core.Networks.Reading;
using StructuralError.Core.Work;

namespace StructuralError.Core.Networks.Layers;

/// <summary>y = W x + b, W of shape [outputs, inputs], as <c>nn.Linear</c>.</summary>
public sealed record LinearLayer(int Index, TensorShape Input, TensorShape Output, bool HasBias) : ProductLayer(Index, Input, Output, HasBias)
{
    public override string Type => LinearSpec.Kind.Name;

    public override string Name => FormattableString.Invariant($"layer{Index} linear {Input.Count} → {Output.Count}{BiasWords}");

    public override ImmutableArray<int> WeightShape => [Output.Count, Input.Count];

    public override ImmutableArray<int> BiasShape => [Output.Count];

    public override int FanIn => Input.Count;

    public override int FanOut => Output.Count;

    internal override void WriteFields(Utf8JsonWriter writer) => writer.WriteBoolean("bias", HasBias);

    internal override Trace Run(double[] input, bool[] needed, ParameterValues parameters)
    {
        (double[] w, double[]? bias) = parameters(this);
        double[] y = BiasValues(bias);
        for (int o = 0; o < y.Length; o++)
        {
            for (int i = 0; i < input.Length; i++)
            {
                y[o] += w[(o * input.Length) + i] * input[i];
            }
        }

        return Trace.OfParameters(this, input, needed, y);
    }

    internal override bool[] CountWork(Trace trace, bool[] support, WorkTally tally)
    {
        long inputs = Input.Count, outputs = Output.Count, classes = tally.Classes, pairs = tally.Pairs;
        long nonZero = trace.Input.LongCount(x => x != 0), active = support.LongCount(on => on), needed = trace.Needed.LongCount(on => on);
        // The cotangents at the logits are the identity: what is pulled back is W itself, and the Gram part is the identity times a number.
        bool isOutput = tally.IsOutput(this);
        long pullBack = isOutput || Index == 0 ? 0 : classes * outputs * inputs;
        var dense = new MultiplyAdds(inputs * outputs, pullBack, isOutput ? 0 : pairs * outputs, inputs * outputs);
        // No mask covers the network's own input; only the strict count leaves out its zeros.
        long unmasked = Index == 0 ? inputs : nonZero, pulledBack = isOutput ? 0 : classes * active * needed, gram = isOutput ? 0 : pairs * active;
        var necessary = new MultiplyAdds(unmasked * outputs, pulledBack, gram, unmasked * active);
        tally.Add(this, new LayerWork(dense, necessary, new MultiplyAdds(nonZero * outputs, pulledBack, gram, nonZero * active)));
        return trace.Needed;
    }
}

internal sealed record LinearSpec(string Path, SizeSpec Outputs, FlagSpec Bias) : LayerSpec(Path)
{
    public static LayerKind Kind { get; } = LayerKind.Needing("linear", "{ \"linear\": 128 }", Read);

    public override (Layer? Layer, TensorShape? Output) Resolve(TensorShape? input, LayerContext context)
    {
        TensorShape? output = context.Size(Outputs) is int size ? TensorShape.Vector(size) : null;
        if (input is TensorShape { IsVector: false } image)
        {
            context.AddProblem(Path, $"linear works on a vector, but its input is an image, {image}; put \"flatten\" before it");
            return (null, output);
        }

        return input is TensorShape from && output is TensorShape to ? (new LinearLayer(0, from, to, context.Flag(Bias)), to) : (null, output);
    }

    private static LinearSpec? Read(LayerSettings settings)
    {
        if (!settings.AreFields)
        {
            return settings.Size() is SizeSpec size ? new LinearSpec(settings.Path, size, new FlagSpec(null, true)) : null;
        }

        settings.Name("outputs", "bias");
        SizeSpec? outputs = settings.Size("outputs", 1, null);
        FlagSpec? bias = settings.Flag("bias", true);
        return outputs is SizeSpec o && bias is FlagSpec b ? new LinearSpec(settings.Path, o, b) : null;
    }
}
