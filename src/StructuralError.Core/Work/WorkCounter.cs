using StructuralError.Core.Data;
using StructuralError.Core.Networks;

namespace StructuralError.Core.Work;

/// <summary>
/// Counts the multiply-adds of measured steps on real samples, from masks of its own forward pass. Cotangents are followed as sets:
/// the entries that may be non-zero for some class, all C classes sharing them. docs/performance.md has the formulas.
/// Biases, activations, pooling, loss, e-weighted sums of cotangents, eigenvalues and the update are not counted.
/// </summary>
public sealed class WorkCounter(Network network, ParameterSet parameters)
{
    private readonly PlainForward _forward = new(parameters);
    private readonly LayerWork[] _layers = new LayerWork[network.ParameterLayers.Length];

    /// <summary>Work so far, by layer that owns parameters.</summary>
    public IReadOnlyList<LayerWork> Layers => _layers;

    /// <summary>All layers together.</summary>
    public LayerWork Total => _layers.Aggregate((a, b) => a + b);

    private long Classes => network.Classes;

    private long Pairs => Classes * (Classes + 1) / 2;

    /// <summary>Counts one sample more.</summary>
    public void Add(Dataset data, int index)
    {
        float[] pixels = new float[network.Input.Count];
        data.CopySample(index, pixels);
        double[] values = [.. pixels.Select(pixel => (double)pixel)];
        bool[] needed = new bool[values.Length];
        Trace[] traces = _forward.Run(network.Layers, ref values, ref needed);
        _ = Backward(traces, needed);
    }

    /// <param name="support">Outputs of the last layer at which cotangents may be non-zero.</param>
    /// <returns>The same at the first layer's input.</returns>
    private bool[] Backward(Trace[] traces, bool[] support)
    {
        for (int i = traces.Length - 1; i >= 0; i--)
        {
            support = Backward(traces[i], support);
        }

        return support;
    }

    private bool[] Backward(Trace trace, bool[] support)
    {
        switch (trace.Layer)
        {
            case LinearLayer linear:
                _layers[linear.Index] += Linear(linear, trace, support);
                return trace.Needed;
            case Conv2dLayer conv:
                _layers[conv.Index] += Convolution(conv, trace, support, out bool[] reached);
                return reached;
            case MaxPool2dLayer:
                bool[] winners = new bool[trace.Input.Length];
                for (int o = 0; o < support.Length; o++)
                {
                    winners[trace.Winners[o]] |= support[o] && trace.Needed[trace.Winners[o]];
                }

                return winners;
            case AvgPool2dLayer or GlobalAvgPool2dLayer:
                bool[] spread = new bool[trace.Input.Length];
                for (int o = 0; o < support.Length; o++)
                {
                    foreach (int i in support[o] ? Window.OfPool(trace.Layer, o) : [])
                    {
                        spread[i] = trace.Needed[i];
                    }
                }

                return spread;
            case ActivationLayer { Kind: ActivationKind.Relu }:
                return [.. support.Select((on, i) => on && trace.Input[i] > 0 && trace.Needed[i])];
            case ResidualLayer:
                bool[] inner = Backward(trace.Inner, support);
                return [.. support.Select((on, i) => (on || inner[i]) && trace.Needed[i])];
            default:
                return support;
        }
    }

    private LayerWork Linear(LinearLayer layer, Trace trace, bool[] support)
    {
        long inputs = layer.Input.Count, outputs = layer.Output.Count;
        long nonZero = trace.Input.LongCount(x => x != 0), active = support.LongCount(on => on), needed = trace.Needed.LongCount(on => on);
        // The cotangents at the logits are the identity: what is pulled back is W itself, and the Gram part is the identity times a number.
        bool isOutput = ReferenceEquals(layer, network.Layers[^1]);
        var dense = new MultiplyAdds(inputs * outputs, isOutput || layer.Index == 0 ? 0 : Classes * outputs * inputs, isOutput ? 0 : Pairs * outputs, inputs * outputs);
        // No mask covers the network's own input; only the strict count leaves out its zeros.
        long unmasked = layer.Index == 0 ? inputs : nonZero, pulledBack = isOutput ? 0 : Classes * active * needed, gram = isOutput ? 0 : Pairs * active;
        return new LayerWork(dense, new MultiplyAdds(unmasked * outputs, pulledBack, gram, unmasked * active), new MultiplyAdds(nonZero * outputs, pulledBack, gram, nonZero * active));
    }

    private LayerWork Convolution(Conv2dLayer layer, Trace trace, bool[] support, out bool[] reached)
    {
        reached = new bool[trace.Input.Length];
        int positions = layer.Output.Positions, channels = layer.Output.Channels;
        long active = 0, forward = 0, activeNonZero = 0, landing = 0;
        for (int t = 0; t < positions; t++)
        {
            long activeHere = 0;
            for (int o = 0; o < channels; o++)
            {
                activeHere += support[(o * positions) + t] ? 1 : 0;
            }

            active += activeHere;
            foreach ((int _, int input) in Window.Of(layer, t))
            {
                bool nonZero = trace.Input[input] != 0;
                forward += nonZero ? channels : 0;
                activeNonZero += nonZero ? activeHere : 0;
                landing += trace.Needed[input] ? activeHere : 0;
                reached[input] |= trace.Needed[input] && activeHere > 0;
            }
        }

        long patch = layer.FanIn, parameters = (patch + (layer.HasBias ? 1 : 0)) * channels;
        long gram = Pairs * parameters, gradient = Classes * parameters, pullsBack = layer.Index == 0 ? 0 : Classes;
        long cells = (long)positions * channels;
        var dense = new MultiplyAdds(cells * patch, pullsBack * cells * patch, (Classes * cells * patch) + gram, gradient);
        var necessary = new MultiplyAdds(cells * patch, pullsBack * active * patch, (Classes * active * patch) + gram, gradient);
        var strict = new MultiplyAdds(forward, pullsBack * landing, (Classes * activeNonZero) + gram, gradient);
        return new LayerWork(dense, necessary, strict);
    }
}
