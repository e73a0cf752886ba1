using StructuralError.Cpu.Layers;

namespace StructuralError.Cpu;

internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd>
{
    /// <summary>A tensor's rows of positions, each contiguous in memory.</summary>
    private readonly record struct TensorLayoutRows(int Count, int Length);

    /// <summary>y = x ∘ factor, or a function whose derivative is kept as a factor: the pull-back multiplies every row of D by it.</summary>
    private abstract class ElementwiseRule(Tensor input, Tensor output) : LayerRule(input, output)
    {
        /// <summary>∂y/∂x, [position, channel].</summary>
        protected T* Factor { get; private set; } = null;

        protected TensorLayoutRows Rows => new(Input.Layout.Shape.Height, Input.Layout.Shape.Width * Input.Layout.ChannelStride);

        public override void PlanBackward(ref CotangentPlan plan) => Factor = plan.Memory.Allocate<T>(Input.Layout.DenseLength);

        protected void MultiplyByFactor(ref Cotangents<T> cotangents)
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
                                gathered[lane] = v + lane < cotangents.Channels ? Factor[(cotangents.Target[(cell * stride) + v + lane] * stride) + v + lane] : T.Zero;
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

                cotangents.Values = null;
            }
        }
    }
}
