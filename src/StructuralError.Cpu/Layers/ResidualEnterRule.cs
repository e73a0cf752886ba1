using System.Numerics;
using StructuralError.Core.Engines;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Layers;

/// <summary>Start of a block with a skip: h goes on unchanged; backwards, the cotangents that took the skip are added.</summary>
internal sealed unsafe class ResidualEnterRule<T, TVector, TWide, TSimd>(SampleTensor<T> input, ResidualExitRule<T, TVector, TWide, TSimd> exit)
    : LayerRule<T>(input, input)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private DenseCotangentBuffer<T, TVector, TWide, TSimd>? _dense;

    public override void PlanBackward(CotangentPlan<T> plan)
    {
        _dense = new DenseCotangentBuffer<T, TVector, TWide, TSimd>(plan, Input.Layout);
        plan.Return(exit.SavedBuffer);
    }

    public override void Forward(Sample<T> sample)
    {
    }

    public override Cotangents<T> Backward(Sample<T> sample, in Cotangents<T> cotangents)
    {
        unchecked
        {
            Cotangents<T> dense = _dense!.MakeDense(in cotangents), skipped = exit.Saved;
            if (skipped.Target != null)
            {
                DenseCotangentBuffer<T, TVector, TWide, TSimd>.AddScattered(in skipped, dense.D);
            }
            else
            {
                int length = dense.Cells * dense.CellPitch;
                for (int i = 0; i < length; i += TSimd.Count)
                {
                    TSimd.Store(dense.D + i, TSimd.Add(TSimd.Load(dense.D + i), TSimd.Load(skipped.D + i)));
                }
            }

            return dense with { Support = null };
        }
    }

    public override LayerPlan? Describe() => null;
}
