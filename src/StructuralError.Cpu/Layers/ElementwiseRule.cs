using System.Numerics;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Layers;

/// <summary>y = x ∘ factor, or a function whose derivative is kept as a factor: the pull-back multiplies every row of D by it.</summary>
internal abstract unsafe class ElementwiseRule<T, TVector, TWide, TSimd>(SampleTensor<T> input, SampleTensor<T> output) : LayerRule<T>(input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    /// <summary>∂y/∂x, [position, channel].</summary>
    protected T* Factor { get; private set; } = null;

    public override void PlanBackward(CotangentPlan<T> plan) => Factor = plan.Memory.Allocate<T>(Input.Layout.DenseLength);

    protected Cotangents<T> MultiplyByFactor(in Cotangents<T> cotangents)
    {
        unchecked
        {
            int stride = cotangents.Stride, rows = cotangents.Rows;
            T* gathered = stackalloc T[TSimd.Count];
            T* d = cotangents.D;
            for (int cell = 0; cell < cotangents.Cells; cell++, d += rows * stride)
            {
                for (int v = 0; v < stride; v += TSimd.Count)
                {
                    T* factor = Factor + (cell * stride) + v;
                    if (cotangents.Target != null)
                    {
                        for (int lane = 0; lane < TSimd.Count; lane++)
                        {
                            int channel = v + lane;
                            gathered[lane] = channel < cotangents.Channels
                                ? Factor[(cotangents.Target[(cell * stride) + channel] * stride) + channel]
                                : T.Zero;
                        }

                        factor = gathered;
                    }

                    TVector multiplier = TSimd.Load(factor);
                    for (int r = 0; r < rows; r++)
                    {
                        T* element = d + (r * stride) + v;
                        TSimd.Store(element, TSimd.Multiply(TSimd.Load(element), multiplier));
                    }
                }
            }

            return cotangents with { Values = null };
        }
    }
}
