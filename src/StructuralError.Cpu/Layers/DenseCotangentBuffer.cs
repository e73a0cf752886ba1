using System.Numerics;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Layers;

/// <summary>
/// Moves the cotangents that a max-pool left scattered to their positions. Skips, mean pools and other rules that read every position need it.
/// </summary>
internal sealed unsafe class DenseCotangentBuffer<T, TVector, TWide, TSimd>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private readonly TensorLayout _layout;
    private readonly T* _d = null;
    private readonly T* _support = null;

    /// <summary>Claims memory if the cotangents are scattered at this point of the plan.</summary>
    /// <param name="layout">That of the tensor which the cotangents belong to.</param>
    public DenseCotangentBuffer(CotangentPlan<T> plan, TensorLayout layout)
    {
        _layout = layout;
        if (plan.Scattered)
        {
            _d = plan.Replace(layout);
            _support = plan.Memory.Allocate<T>(layout.DenseLength);
        }
    }

    /// <summary>The same cotangents, a cell for each position.</summary>
    public Cotangents<T> MakeDense(in Cotangents<T> cotangents)
    {
        if (cotangents.Target == null)
        {
            return cotangents;
        }

        var dense = new Cotangents<T>(_d, cotangents.Rows, _layout) { Support = _support };
        new Span<T>(_d, dense.Cells * dense.CellPitch).Clear();
        new Span<T>(_support, _layout.DenseLength).Clear();
        AddScattered(in cotangents, _d, _support);
        return dense;
    }

    /// <summary>Adds scattered cotangents to dense ones. Marks the places in <paramref name="support"/>, unless that is null.</summary>
    /// <param name="d">Shape [position, row, channel].</param>
    /// <param name="support">Shape [position, channel].</param>
    public static void AddScattered(in Cotangents<T> cotangents, T* d, T* support = null)
    {
        unchecked
        {
            int stride = cotangents.Stride, pitch = cotangents.CellPitch;
            TVector zero = TSimd.Zero;
            for (int cell = 0; cell < cotangents.Cells; cell++)
            {
                for (int v = 0; v < cotangents.Channels; v += TSimd.Count)
                {
                    int index = (cell * stride) + v;
                    TVector known = cotangents.Support == null ? TSimd.Broadcast(T.One) : TSimd.Load(cotangents.Support + index);
                    uint left = TSimd.NonZeroMask(known) & ((1u << Math.Min(TSimd.Count, cotangents.Channels - v)) - 1);

                    // The channels of a cell have few different winners. Channels with the same winner are added together.
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
            TVector zero = TSimd.Zero;
            for (int r = 0; r < rows; r++, from += stride, to += stride)
            {
                TSimd.Store(to, TSimd.Add(TSimd.Load(to), TSimd.SelectGreater(chosen, zero, TSimd.Load(from), zero)));
            }
        }
    }
}
