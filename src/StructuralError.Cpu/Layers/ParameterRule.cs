using StructuralError.Core.Engines;
using StructuralError.Core.Networks.Layers;
using StructuralError.Core.Work;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Layers;

/// <summary>A layer that owns parameters, and so has a part of A.</summary>
/// <param name="index">l.</param>
internal abstract unsafe class ParameterRule<T, TVector, TWide, TSimd>(int index, SampleTensor<T> input, SampleTensor<T> output) : LayerRule<T>(input, output)
    where T : unmanaged
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    public sealed override bool OwnsParameters => true;

    /// <summary>l.</summary>
    public int Index => index;

    /// <summary>Elements of one sample's inputs in <see cref="LayerFactors{T}"/>, padding included: whole vectors; 0 where J is kept.</summary>
    public virtual int FactorInputs => 0;

    /// <summary>Elements of one class's row there: whole vectors.</summary>
    public abstract int FactorColumns { get; }

    /// <summary>What is added to ⟨x_n, x_m⟩ there.</summary>
    public virtual double FactorConstant => 1;

    /// <summary>The line of a layer whose multiply-adds are counted.</summary>
    protected static LayerPlan Describe(ParameterLayer layer, string form, MultiplyAdds work, long bytes) =>
        new(layer.Name, form, layer.Output.ToString(), work.Forward, work.PullBack, work.Gram, work.Gradient, bytes);

    /// <summary>The sample's place in the factors, where they are wanted of this layer.</summary>
    protected LayerFactors<T>? Wanted(Sample<T> sample) => sample.Factors is { } factors && factors.Layer == index ? factors : null;

    /// <summary>Where the layer's Gram part is summed: with the other layers', or by itself where A⁽ˡ⁾ is wanted.</summary>
    protected static double* BeginPart(Sample<T> sample, int rows)
    {
        if (sample.LayerA == null)
        {
            return sample.Partial;
        }

        StructureSums<T, TVector, TWide, TSimd>.Clear(sample.LayerPartial, rows);
        return sample.LayerPartial;
    }

    /// <summary>Writes A⁽ˡ⁾ where it is wanted.</summary>
    protected void EndPart(Sample<T> sample, int rows)
    {
        if (sample.LayerA != null)
        {
            StructureSums<T, TVector, TWide, TSimd>.Reduce(sample.LayerPartial, rows, sample.LayerA + ((nint)index * rows * rows));
        }
    }
}
