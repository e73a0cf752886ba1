using System.Runtime.CompilerServices;
using StructuralError.Cpu.Simd;
using static StructuralError.Cpu.Kernels.Counts;

namespace StructuralError.Cpu.Kernels;

/// <summary>
/// A stretch of one output row of a 3 × 3 convolution at stride 1: y[x, v] = init[v] + Σ_{ky, i, kx} in[ky, x + kx, i] · w[ky, kx, i, v],
/// for up to 14 columns x and one vector of output channels v. An input column serves three output columns at once, so it is broadcast once for three
/// sums. A <see cref="Tile{T, TVector, TWide, TSimd}"/> would broadcast it for each.
/// </summary>
/// <remarks>
/// Each sum runs over kernel row, channel, kernel column, in this order, whatever the stretch. The sums are locals written out one by one for the
/// reason given at <see cref="Tile{T, TVector, TWide, TSimd}"/>.
/// </remarks>
internal static unsafe class ConvolutionTile<T, TVector, TWide, TSimd>
    where T : unmanaged
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    public const int Kernel = 3;

    /// <summary>Most columns of one tile.</summary>
    public const int MaxColumns = 14;

    /// <summary>Columns of each tile when <paramref name="columns"/> columns are cut into tiles as even as possible.</summary>
    public static int EvenColumns(int columns)
    {
        int tiles = (columns + MaxColumns - 1) / MaxColumns;
        return (columns + tiles - 1) / tiles;
    }

    /// <summary>Strides are in elements; a null <paramref name="init"/> means zero.</summary>
    /// <param name="input">The element under the kernel's first row and column for output column 0, channel 0.</param>
    /// <param name="rowPitch">From one input row to the next.</param>
    /// <param name="columnStride">From one input column to the next.</param>
    /// <param name="w">Shape [ky, kx, i] of vectors that are <paramref name="wStride"/> apart.</param>
    public static void Run(int columns, int channels, T* input, nint rowPitch, nint columnStride, T* w, nint wStride, T* init, T* y, nint yStride)
    {
        switch (columns)
        {
            case 1: Multiply<N1>(channels, input, rowPitch, columnStride, w, wStride, init, y, yStride); break;
            case 2: Multiply<N2>(channels, input, rowPitch, columnStride, w, wStride, init, y, yStride); break;
            case 3: Multiply<N3>(channels, input, rowPitch, columnStride, w, wStride, init, y, yStride); break;
            case 4: Multiply<N4>(channels, input, rowPitch, columnStride, w, wStride, init, y, yStride); break;
            case 5: Multiply<N5>(channels, input, rowPitch, columnStride, w, wStride, init, y, yStride); break;
            case 6: Multiply<N6>(channels, input, rowPitch, columnStride, w, wStride, init, y, yStride); break;
            case 7: Multiply<N7>(channels, input, rowPitch, columnStride, w, wStride, init, y, yStride); break;
            case 8: Multiply<N8>(channels, input, rowPitch, columnStride, w, wStride, init, y, yStride); break;
            case 9: Multiply<N9>(channels, input, rowPitch, columnStride, w, wStride, init, y, yStride); break;
            case 10: Multiply<N10>(channels, input, rowPitch, columnStride, w, wStride, init, y, yStride); break;
            case 11: Multiply<N11>(channels, input, rowPitch, columnStride, w, wStride, init, y, yStride); break;
            case 12: Multiply<N12>(channels, input, rowPitch, columnStride, w, wStride, init, y, yStride); break;
            case 13: Multiply<N13>(channels, input, rowPitch, columnStride, w, wStride, init, y, yStride); break;
            case 14: Multiply<N14>(channels, input, rowPitch, columnStride, w, wStride, init, y, yStride); break;
            default: throw new ArgumentOutOfRangeException(nameof(columns), columns, "a tile has 1 to 14 columns");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TColumns>(int channels, T* input, nint rowPitch, nint columnStride, T* w, nint wStride, T* init, T* y, nint yStride)
        where TColumns : struct, ICount
    {
        unchecked
        {
            TVector first = init == null ? TSimd.Zero : TSimd.Load(init);
            TVector a0 = first, a1 = first, a2 = first, a3 = first, a4 = first, a5 = first, a6 = first;
            TVector a7 = first, a8 = first, a9 = first, a10 = first, a11 = first, a12 = first, a13 = first;
            nint stride = columnStride * sizeof(T), stride2 = stride * 2, stride3 = stride * 3, kernelColumn = channels * wStride;
            for (int ky = 0; ky < Kernel; ky++, input += rowPitch, w += (Kernel - 1) * kernelColumn)
            {
                T* from = input;
                for (T* end = input + channels; from < end; from++, w += wStride)
                {
                    byte* p = (byte*)from;
                    TVector w0 = TSimd.Load(w), w1 = TSimd.Load(w + kernelColumn), w2 = TSimd.Load(w + (2 * kernelColumn)), none = TSimd.Zero;
                    Add<TColumns>(0, p, w0, w1, w2, ref none, ref none, ref a0);
                    Add<TColumns>(1, p + stride, w0, w1, w2, ref none, ref a0, ref a1);
                    Add<TColumns>(2, p + stride2, w0, w1, w2, ref a0, ref a1, ref a2);
                    Add<TColumns>(3, p + stride3, w0, w1, w2, ref a1, ref a2, ref a3);
                    if (TColumns.Value > 2) { p += 4 * stride; }
                    Add<TColumns>(4, p, w0, w1, w2, ref a2, ref a3, ref a4);
                    Add<TColumns>(5, p + stride, w0, w1, w2, ref a3, ref a4, ref a5);
                    Add<TColumns>(6, p + stride2, w0, w1, w2, ref a4, ref a5, ref a6);
                    Add<TColumns>(7, p + stride3, w0, w1, w2, ref a5, ref a6, ref a7);
                    if (TColumns.Value > 6) { p += 4 * stride; }
                    Add<TColumns>(8, p, w0, w1, w2, ref a6, ref a7, ref a8);
                    Add<TColumns>(9, p + stride, w0, w1, w2, ref a7, ref a8, ref a9);
                    Add<TColumns>(10, p + stride2, w0, w1, w2, ref a8, ref a9, ref a10);
                    Add<TColumns>(11, p + stride3, w0, w1, w2, ref a9, ref a10, ref a11);
                    if (TColumns.Value > 10) { p += 4 * stride; }
                    Add<TColumns>(12, p, w0, w1, w2, ref a10, ref a11, ref a12);
                    Add<TColumns>(13, p + stride, w0, w1, w2, ref a11, ref a12, ref a13);
                    Add<TColumns>(14, p + stride2, w0, w1, w2, ref a12, ref a13, ref none);
                    Add<TColumns>(15, p + stride3, w0, w1, w2, ref a13, ref none, ref none);
                }
            }

            if (TColumns.Value > 0) { TSimd.Store(y + (0 * yStride), a0); }
            if (TColumns.Value > 1) { TSimd.Store(y + (1 * yStride), a1); }
            if (TColumns.Value > 2) { TSimd.Store(y + (2 * yStride), a2); }
            if (TColumns.Value > 3) { TSimd.Store(y + (3 * yStride), a3); }
            if (TColumns.Value > 4) { TSimd.Store(y + (4 * yStride), a4); }
            if (TColumns.Value > 5) { TSimd.Store(y + (5 * yStride), a5); }
            if (TColumns.Value > 6) { TSimd.Store(y + (6 * yStride), a6); }
            if (TColumns.Value > 7) { TSimd.Store(y + (7 * yStride), a7); }
            if (TColumns.Value > 8) { TSimd.Store(y + (8 * yStride), a8); }
            if (TColumns.Value > 9) { TSimd.Store(y + (9 * yStride), a9); }
            if (TColumns.Value > 10) { TSimd.Store(y + (10 * yStride), a10); }
            if (TColumns.Value > 11) { TSimd.Store(y + (11 * yStride), a11); }
            if (TColumns.Value > 12) { TSimd.Store(y + (12 * yStride), a12); }
            if (TColumns.Value > 13) { TSimd.Store(y + (13 * yStride), a13); }
        }
    }

    /// <summary>Adds the products of input column <paramref name="x"/> to the output columns that it serves: x − 2, x − 1 and x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TColumns>(
        int x, byte* p, TVector w0, TVector w1, TVector w2, ref TVector beforeLast, ref TVector last, ref TVector own)
        where TColumns : struct, ICount
    {
        if (x - 2 < TColumns.Value)
        {
            TVector t = TSimd.Broadcast(*(T*)p);
            if (x >= 2) { beforeLast = TSimd.MultiplyAdd(t, w2, beforeLast); }
            if (x >= 1 && x - 1 < TColumns.Value) { last = TSimd.MultiplyAdd(t, w1, last); }
            if (x < TColumns.Value) { own = TSimd.MultiplyAdd(t, w0, own); }
        }
    }
}
