using System.Collections.Immutable;
using StructuralError.Core.Data;
using StructuralError.Core.Networks.Layers;
using StructuralError.Core.Work;

namespace StructuralError.Core.Networks;

/// <summary>
/// Counts the multiply-adds of measured steps on real samples, from masks of its own forward pass. Cotangents are followed as sets:
/// the entries that may be non-zero for some class, all C classes sharing them. docs/performance.md has the formulas.
/// Biases, activations, pooling, loss, e-weighted sums of cotangents, eigenvalues and the update are not counted.
/// </summary>
public sealed class WorkCounter(Network network, ParameterSet parameters)
{
    private readonly LayerWork[] _layers = new LayerWork[network.ParameterLayers.Length];

    /// <summary>Work so far, by layer that owns parameters.</summary>
    public IReadOnlyList<LayerWork> Layers => _layers;

    /// <summary>All layers together.</summary>
    public LayerWork Total => _layers.Aggregate((a, b) => a + b);

    /// <summary>Counts one sample more.</summary>
    public void Add(Dataset data, int index)
    {
        float[] pixels = new float[network.Input.Count];
        data.CopySample(index, pixels);
        double[] values = [.. pixels.Select(pixel => (double)pixel)];
        ImmutableArray<Trace> traces = Trace.Run(network.Layers, values, new bool[values.Length], Values);
        _ = Trace.CountWork(traces, traces[^1].OutputNeeded, new WorkTally(network.Classes, network.Layers[^1], _layers));
    }

    private (double[] Weight, double[]? Bias) Values(ParameterLayer layer) => (parameters.Weight(layer).Values, parameters.Bias(layer)?.Values);
}
