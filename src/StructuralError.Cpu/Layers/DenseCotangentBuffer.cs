using System.Numerics;
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
                int stride = cotangents.Stride, pitch = cotangents.CellPitch;
                TVector zero = TSimd.Broadcast(T.Zero);
                for (int cell = 0; cell < cotangents.Cells; cell++)
                {
                    for (int v = 0; v < cotangents.Channels; v += TSimd.Count)
                    {
                        int index = (cell * stride) + v;
                        TVector known = cotangents.Support == null ? TSimd.Broadcast(T.One) : TSimd.Load(cotangents.Support + index);
                        uint left = TSimd.NonZeroMask(known) & ((1u << Math.Min(TSimd.Count, cotangents.Channels - v)) - 1);

                        // The channels of a cell have few different winners: all that share one go together.
                        while (left != 0)
                        {
                            int target = cotangents.Target[index + BitOperations.TrailingZeroCount(left)];
                            TVector equal = TSimd.WhereEqual(cotangents.Target + index, target);
                            TVector chosen = TSimd.SelectGreater(known, zero, equal, zero);
                            left &= ~TSimd.NonZeroMask(equal);
                            AddChosen(chosen, cotangents.D + ((nint)cell * pitch) + v, d + ((nint)target * pitch) + v, cotangents.Rows, stride);
                            if (support != null)
                            {
                                T* place = support + ((nint)target * stride) + v;
                                TSimd.Store(place, TSimd.SelectGreater(chosen, zero, chosen, TSimd.Load(place)));
                            }
                        }
                    }
                }
            }
        }

        private static void AddChosen(TVector chosen, T* from, T* to, int rows, int stride)
        {
            unchecked
            {
                TVector zero = TSimd.Broadcast(T.Zero);
                for (int r = 0; r < rows; r++, from += stride, to += stride)
                {
                    TSimd.Store(to, TSimd.Add(TSimd.Load(to), TSimd.SelectGreater(chosen, zero, TSimd.Load(from), zero)));
                }
            }
        }
    }
}
