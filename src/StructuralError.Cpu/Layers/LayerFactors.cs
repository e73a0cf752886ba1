namespace StructuralError.Cpu.Layers;

/// <summary>
/// What one layer keeps of many samples for the kernel between them: ⟨∂f_c(x_n)/∂θ_l, ∂f_d(x_m)/∂θ_l⟩ = (⟨x_n, x_m⟩ + constant) ⟨B_nc, B_md⟩. For a linear
/// layer x are the inputs and B the cotangents at its output. Where J itself is formed, it is B, and there are no inputs.
/// </summary>
internal sealed unsafe class LayerFactors<T>
    where T : unmanaged
{
    /// <summary>l.</summary>
    public int Layer;

    /// <summary>The sample at hand.</summary>
    public int Position;

    /// <summary>x, [n, inputs].</summary>
    public T* Inputs = null;

    /// <summary>B, [n, c, columns].</summary>
    public T* Columns = null;
}
