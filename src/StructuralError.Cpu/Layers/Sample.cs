using StructuralError.Cpu.Kernels;

namespace StructuralError.Cpu.Layers;

/// <summary>The sample a worker is at, and where its results go.</summary>
internal sealed unsafe class Sample<T>
    where T : unmanaged
{
    /// <summary>n, place in the batch.</summary>
    public int Position;

    /// <summary>Which of the batch's fixed groups the sample belongs to: gradients are summed within groups first.</summary>
    public int Group;

    /// <summary>Selects dropout masks; negative: no dropout.</summary>
    public long DropoutStep;

    /// <summary>Whether A is wanted; otherwise the only cotangent is the loss's.</summary>
    public bool Structure;

    /// <summary>Whether a gradient is wanted.</summary>
    public bool Gradient;

    /// <summary>∂loss/∂f = p − q = −e, [class].</summary>
    public T* LossCotangent = null;

    /// <summary>0, 1, 2, … as offsets of its elements.</summary>
    public Term* UnitSteps = null;

    /// <summary>R, where A = floor · I + R. [C, C]</summary>
    public double* A = null;

    /// <summary>A⁽ˡ⁾, [l, C, C]; null when not asked for.</summary>
    public double* LayerA = null;

    public double Floor;

    /// <summary>Where one layer's factors of the kernel go; null when not asked for.</summary>
    public LayerFactors<T>? Factors;

    /// <summary>Partial sums of all layers' Gram parts; see <see cref="Kernels.StructureSums{T, TVector, TWide, TSimd}"/>.</summary>
    public double* Partial = null;

    /// <summary>Partial sums of one layer's part.</summary>
    public double* LayerPartial = null;

    /// <summary>Where several samples go through a layer together: the sample's own rule for it.</summary>
    public LayerRule<T> Rule = null!;

    /// <summary>There: cotangents at the layer's output, then at its input.</summary>
    public Cotangents<T> Cotangents;
}
