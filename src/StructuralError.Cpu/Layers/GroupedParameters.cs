using System.Numerics;
using StructuralError.Core.Engines;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Layers;

/// <summary>Parameters of a layer whose samples have a gradient each: it is summed within each group of samples, then over the groups.</summary>
/// <param name="length">Parameters, padding included.</param>
internal abstract unsafe class GroupedParameters<T, TVector, TWide, TSimd>(int length, EngineMemory memory) : ParameterBlock<T>(length, memory)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private readonly T* _groupGradients = memory.Allocate<T>((long)BatchDivision.MostGroups * length);

    public sealed override int GradientLength => Stretch;

    // Stretches of eight vectors keep the sum over the groups in registers.
    protected static int Stretch => RowTile<T, TVector, TWide, TSimd>.MaxVectors * TSimd.Count;

    protected int Length => length;

    /// <summary>Gradient sum of one group of samples, as long as the parameters.</summary>
    public T* GroupGradient(int group) => _groupGradients + ((long)group * length);

    public sealed override void BeginGroup(int group) => new Span<T>(GroupGradient(group), length).Clear();

    /// <summary>Sums over the groups, and the step of SGD, for some of the parameters.</summary>
    protected void UpdateRange(int start, int count, int samples, in SgdOptions sgd, UpdateScratch<T> scratch)
    {
        unchecked
        {
            T* sum = scratch.Gradient;
            for (int i = start; i < start + count; i += Stretch)
            {
                int part = Math.Min(Stretch, start + count - i);
                RowTile<T, TVector, TWide, TSimd>.Run(
                    part / TSimd.Count, scratch.GroupNumbers, 0, length, scratch.Groups, scratch.One, _groupGradients + i, null, sum);
                Sgd<T, TVector, TWide, TSimd>.Update(Weights + i, Momentum + i, Compensation + i, sum, part, samples, sgd, scratch.Squares);
            }
        }
    }
}
