namespace StructuralError.Cpu.Layers;

/// <summary>One of the samples that go through a layer together: where it stands.</summary>
internal sealed class Lane<T>(Sample<T> sample)
    where T : unmanaged
{
    /// <summary>Cotangents at the layer's output, then at its input.</summary>
    public Cotangents<T> Cotangents;

    public Sample<T> Sample { get; } = sample;

    /// <summary>The sample's own rule for the layer at hand.</summary>
    public LayerRule<T> Rule { get; set; } = null!;
}
