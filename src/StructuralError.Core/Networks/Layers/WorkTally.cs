using StructuralError.Core.Work;

namespace StructuralError.Core.Networks.Layers;

/// <summary>Where layers add their work.</summary>
/// <param name="classes">C.</param>
/// <param name="output">The network's last layer.</param>
/// <param name="layers">Sums by layer that owns parameters.</param>
internal sealed class WorkTally(int classes, Layer output, LayerWork[] layers)
{
    public long Classes => classes;

    /// <summary>Entries of A on and above its diagonal.</summary>
    public long Pairs => Classes * (Classes + 1) / 2;

    /// <summary>Whether the layer gives the logits.</summary>
    public bool IsOutput(Layer layer) => ReferenceEquals(layer, output);

    public void Add(ParameterLayer layer, LayerWork work) => layers[layer.Index] += work;
}
