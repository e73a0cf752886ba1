using StructuralError.Cpu.Layers;

namespace StructuralError.Cpu;

internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd>
{
    /// <summary>Puts cotangents that a max-pool left scattered at their positions, for rules that need every position: skips and mean pools.</summary>
    private sealed class DenseCotangentBuffer
    {
        private readonly Tensor _tensor;
        private readonly T* _d;
        private readonly T* _support;

        private DenseCotangentBuffer(Tensor tensor, T* d, T* support)
        {
            _tensor = tensor;
            _d = d;
            _support = support;
        }

        /// <param name="tensor">The tensor that the cotangents belong to at this point.</param>
        public static DenseCotangentBuffer PlanFor(CotangentPlan plan, Tensor tensor)
        {
            if (!plan.Scattered)
            {
                return new DenseCotangentBuffer(tensor, null, null);
            }

            T* d = plan.Replace(tensor.Layout);
            return new DenseCotangentBuffer(tensor, d, plan.Memory.Allocate<T>(tensor.Layout.DenseLength));
        }

        public void MakeDense(ref Cotangents<T> cotangents)
        {
            if (cotangents.Target == null)
            {
                return;
            }

            unchecked
            {
                int stride = cotangents.Stride, rows = cotangents.Rows, positions = _tensor.Layout.Positions;
                new Span<T>(_d, positions * rows * stride).Clear();
                new Span<T>(_support, positions * stride).Clear();
                AddScattered(in cotangents, _d, _support);
                cotangents.D = _d;
                cotangents.Support = _support;
                cotangents.Height = _tensor.Layout.Shape.Height;
                cotangents.Width = _tensor.Layout.Shape.Width;
                cotangents.Target = null;
                cotangents.Values = null;
            }
        }

        /// <summary>Adds scattered cotangents to dense ones, and marks where in <paramref name="support"/> unless that is null.</summary>
        /// <param name="d">Shape [position, row, channel].</param>
        /// <param name="support">Shape [position, channel].</param>
        public static void AddScattered(in Cotangents<T> cotangents, T* d, T* support = null)
        {
            unchecked
            {
                int stride = cotangents.Stride, rows = cotangents.Rows, pitch = cotangents.CellPitch;
                for (int cell = 0; cell < cotangents.Cells; cell++)
                {
                    T* from = cotangents.D + ((nint)cell * pitch);
                    for (int channel = 0; channel < cotangents.Channels; channel++)
                    {
                        int index = (cell * stride) + channel;
                        if (cotangents.Support != null && cotangents.Support[index] == T.Zero)
                        {
                            continue;
                        }

                        int target = cotangents.Target[index];
                        if (support != null)
                        {
                            support[(target * stride) + channel] = T.One;
                        }

                        T* to = d + ((nint)target * pitch) + channel, term = from + channel;
                        for (int r = 0; r < rows; r++, to += stride, term += stride)
                        {
                            *to += *term;
                        }
                    }
                }
            }
        }
    }
}
