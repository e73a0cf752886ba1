using System.Collections.Immutable;

namespace StructuralError.Core.Networks.Layers;

/// <summary>What a plain forward pass leaves behind for one layer and one sample.</summary>
/// <param name="Input">Values at the input, [channel, row, column].</param>
/// <param name="Needed">
/// Which inputs a cotangent is needed at: those through which a parameter below is reached. False everywhere at the network's own input.
/// </param>
/// <param name="Output">Values at the output.</param>
/// <param name="OutputNeeded">As <paramref name="Needed"/>, at the output.</param>
internal sealed record Trace(Layer Layer, double[] Input, bool[] Needed, double[] Output, bool[] OutputNeeded)
{
    /// <summary>For a max-pool, the input that each output took; otherwise empty.</summary>
    public int[] Winners { get; init; } = [];

    /// <summary>For a block, its layers; otherwise empty.</summary>
    public ImmutableArray<Trace> Inner { get; init; } = [];

    /// <summary>A layer that owns parameters: each of its outputs reaches them.</summary>
    public static Trace OfParameters(ParameterLayer layer, double[] input, bool[] needed, double[] output) =>
        new(layer, input, needed, output, [.. Enumerable.Repeat(true, output.Length)]);

    /// <summary>A forward pass through layers one behind the other.</summary>
    public static ImmutableArray<Trace> Run(ImmutableArray<Layer> layers, double[] input, bool[] needed, ParameterValues parameters)
    {
        var traces = ImmutableArray.CreateBuilder<Trace>(layers.Length);
        foreach (Layer layer in layers)
        {
            Trace trace = layer.Run(input, needed, parameters);
            (input, needed) = (trace.Output, trace.OutputNeeded);
            traces.Add(trace);
        }

        return traces.MoveToImmutable();
    }

    /// <summary>The way back through them.</summary>
    /// <inheritdoc cref="Layer.CountWork"/>
    public static bool[] CountWork(ImmutableArray<Trace> traces, bool[] support, WorkTally tally) =>
        traces.Reverse().Aggregate(support, (reached, trace) => trace.Layer.CountWork(trace, reached, tally));
}

/// <summary>Weight and bias of a layer, row-major; the bias is null without.</summary>
internal delegate (double[] Weight, double[]? Bias) ParameterValues(ParameterLayer layer);
