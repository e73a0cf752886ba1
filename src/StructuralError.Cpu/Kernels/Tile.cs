using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Kernels;

/// <summary>One term of a <see cref="Tile{T, TVector, TWide, TSimd}"/> sum: x[X] · w[W].</summary>
/// <remarks>Read as one 64-bit number, X in its lower half: what bounds the sum are the loads.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal struct Term
{
    /// <summary>Element offset of the scalar, not negative.</summary>
    public int X;

    /// <summary>Element offset of the vector.</summary>
    public int W;
}

/// <summary>A number the JIT sees as a constant.</summary>
internal interface ICount
{
    static abstract int Value { get; }
}

/// <summary>
/// The one register-blocked product behind every layer: y[r, v] = init[r, v] + Σ_k x[X_k + r·stride] · w[W_k + v],
/// for up to 14 rows r and one or two vectors v of consecutive elements, or up to 5 rows and three. The terms k are given by offsets, so that a sum may run over
/// only what ReLU and max-pool left: active features of a linear layer, active positions of a convolution, or all of them.
/// All accumulators stay in registers: at most 14 × 2 of the 32 that AVX-512 has.
/// </summary>
/// <remarks>
/// With x the cotangents (r = class): pull-backs and per-sample weight gradients. With x an image (r = position): the forward convolution.
/// Sums run in the order of the terms, whatever the tile: the same result for every blocking. y may alias init, nothing else.
/// </remarks>
internal static unsafe class Tile<T, TVector, TWide, TSimd>
    where T : unmanaged
    where TVector : struct
    where TWide : struct
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    /// <summary>Most rows of one tile of one or two vectors.</summary>
    public const int MaxRows = 14;

    /// <summary>Most vectors.</summary>
    public const int MaxVectors = 3;

    private const int MaxRowsOfThree = 5;

    /// <summary>Rows of each tile when <paramref name="rows"/> rows are cut into tiles as even as possible.</summary>
    public static int EvenRows(int rows, int vectors = 1)
    {
        int most = vectors == MaxVectors ? MaxRowsOfThree : MaxRows;
        int tiles = (rows + most - 1) / most;
        return (rows + tiles - 1) / tiles;
    }

    /// <summary>Runs one tile. Strides are in bytes; a null <paramref name="init"/> means zero.</summary>
    /// <param name="count">Number of terms.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(int rows, int vectors, Term* terms, int count, T* x, nint xStride, T* w, T* init, nint initStride, T* y, nint yStride)
    {
        switch (vectors)
        {
            case 1: RunRows<N1>(rows, terms, count, x, xStride, w, init, initStride, y, yStride); break;
            case 2: RunRows<N2>(rows, terms, count, x, xStride, w, init, initStride, y, yStride); break;
            default: RunThree(rows, terms, count, x, xStride, w, init, initStride, y, yStride); break;
        }
    }

    private static void RunThree(int rows, Term* terms, int count, T* x, nint xStride, T* w, T* init, nint initStride, T* y, nint yStride)
    {
        switch (rows)
        {
            case 1: Multiply<N1, N3>(terms, count, x, xStride, w, init, initStride, y, yStride); break;
            case 2: Multiply<N2, N3>(terms, count, x, xStride, w, init, initStride, y, yStride); break;
            case 3: Multiply<N3, N3>(terms, count, x, xStride, w, init, initStride, y, yStride); break;
            case 4: Multiply<N4, N3>(terms, count, x, xStride, w, init, initStride, y, yStride); break;
            case 5: Multiply<N5, N3>(terms, count, x, xStride, w, init, initStride, y, yStride); break;
            default: throw new ArgumentOutOfRangeException(nameof(rows), rows, "a tile of three vectors has 1 to 5 rows");
        }
    }

    private static void RunRows<TCols>(int rows, Term* terms, int count, T* x, nint xStride, T* w, T* init, nint initStride, T* y, nint yStride)
        where TCols : struct, ICount
    {
        switch (rows)
        {
            case 1: Multiply<N1, TCols>(terms, count, x, xStride, w, init, initStride, y, yStride); break;
            case 2: Multiply<N2, TCols>(terms, count, x, xStride, w, init, initStride, y, yStride); break;
            case 3: Multiply<N3, TCols>(terms, count, x, xStride, w, init, initStride, y, yStride); break;
            case 4: Multiply<N4, TCols>(terms, count, x, xStride, w, init, initStride, y, yStride); break;
            case 5: Multiply<N5, TCols>(terms, count, x, xStride, w, init, initStride, y, yStride); break;
            case 6: Multiply<N6, TCols>(terms, count, x, xStride, w, init, initStride, y, yStride); break;
            case 7: Multiply<N7, TCols>(terms, count, x, xStride, w, init, initStride, y, yStride); break;
            case 8: Multiply<N8, TCols>(terms, count, x, xStride, w, init, initStride, y, yStride); break;
            case 9: Multiply<N9, TCols>(terms, count, x, xStride, w, init, initStride, y, yStride); break;
            case 10: Multiply<N10, TCols>(terms, count, x, xStride, w, init, initStride, y, yStride); break;
            case 11: Multiply<N11, TCols>(terms, count, x, xStride, w, init, initStride, y, yStride); break;
            case 12: Multiply<N12, TCols>(terms, count, x, xStride, w, init, initStride, y, yStride); break;
            case 13: Multiply<N13, TCols>(terms, count, x, xStride, w, init, initStride, y, yStride); break;
            case 14: Multiply<N14, TCols>(terms, count, x, xStride, w, init, initStride, y, yStride); break;
            default: throw new ArgumentOutOfRangeException(nameof(rows), rows, "a tile has 1 to 14 rows");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TRows, TCols>(Term* terms, int count, T* x, nint xStride, T* w, T* init, nint initStride, T* y, nint yStride)
        where TRows : struct, ICount
        where TCols : struct, ICount
    {
        unchecked
        {
            TVector a0 = default, b0 = default, c0 = default;
            TVector a1 = default, b1 = default, c1 = default;
            TVector a2 = default, b2 = default, c2 = default;
            TVector a3 = default, b3 = default, c3 = default;
            TVector a4 = default, b4 = default, c4 = default;
            TVector a5 = default, b5 = default;
            TVector a6 = default, b6 = default;
            TVector a7 = default, b7 = default;
            TVector a8 = default, b8 = default;
            TVector a9 = default, b9 = default;
            TVector a10 = default, b10 = default;
            TVector a11 = default, b11 = default;
            TVector a12 = default, b12 = default;
            TVector a13 = default, b13 = default;
            if (init != null)
            {
                if (TRows.Value > 0) { T* p = (T*)((byte*)init + (0 * initStride)); a0 = TSimd.Load(p); if (TCols.Value > 1) { b0 = TSimd.Load(p + TSimd.Count); } if (TCols.Value > 2) { c0 = TSimd.Load(p + (2 * TSimd.Count)); } }
                if (TRows.Value > 1) { T* p = (T*)((byte*)init + (1 * initStride)); a1 = TSimd.Load(p); if (TCols.Value > 1) { b1 = TSimd.Load(p + TSimd.Count); } if (TCols.Value > 2) { c1 = TSimd.Load(p + (2 * TSimd.Count)); } }
                if (TRows.Value > 2) { T* p = (T*)((byte*)init + (2 * initStride)); a2 = TSimd.Load(p); if (TCols.Value > 1) { b2 = TSimd.Load(p + TSimd.Count); } if (TCols.Value > 2) { c2 = TSimd.Load(p + (2 * TSimd.Count)); } }
                if (TRows.Value > 3) { T* p = (T*)((byte*)init + (3 * initStride)); a3 = TSimd.Load(p); if (TCols.Value > 1) { b3 = TSimd.Load(p + TSimd.Count); } if (TCols.Value > 2) { c3 = TSimd.Load(p + (2 * TSimd.Count)); } }
                if (TRows.Value > 4) { T* p = (T*)((byte*)init + (4 * initStride)); a4 = TSimd.Load(p); if (TCols.Value > 1) { b4 = TSimd.Load(p + TSimd.Count); } if (TCols.Value > 2) { c4 = TSimd.Load(p + (2 * TSimd.Count)); } }
                if (TRows.Value > 5) { T* p = (T*)((byte*)init + (5 * initStride)); a5 = TSimd.Load(p); if (TCols.Value > 1) { b5 = TSimd.Load(p + TSimd.Count); } }
                if (TRows.Value > 6) { T* p = (T*)((byte*)init + (6 * initStride)); a6 = TSimd.Load(p); if (TCols.Value > 1) { b6 = TSimd.Load(p + TSimd.Count); } }
                if (TRows.Value > 7) { T* p = (T*)((byte*)init + (7 * initStride)); a7 = TSimd.Load(p); if (TCols.Value > 1) { b7 = TSimd.Load(p + TSimd.Count); } }
                if (TRows.Value > 8) { T* p = (T*)((byte*)init + (8 * initStride)); a8 = TSimd.Load(p); if (TCols.Value > 1) { b8 = TSimd.Load(p + TSimd.Count); } }
                if (TRows.Value > 9) { T* p = (T*)((byte*)init + (9 * initStride)); a9 = TSimd.Load(p); if (TCols.Value > 1) { b9 = TSimd.Load(p + TSimd.Count); } }
                if (TRows.Value > 10) { T* p = (T*)((byte*)init + (10 * initStride)); a10 = TSimd.Load(p); if (TCols.Value > 1) { b10 = TSimd.Load(p + TSimd.Count); } }
                if (TRows.Value > 11) { T* p = (T*)((byte*)init + (11 * initStride)); a11 = TSimd.Load(p); if (TCols.Value > 1) { b11 = TSimd.Load(p + TSimd.Count); } }
                if (TRows.Value > 12) { T* p = (T*)((byte*)init + (12 * initStride)); a12 = TSimd.Load(p); if (TCols.Value > 1) { b12 = TSimd.Load(p + TSimd.Count); } }
                if (TRows.Value > 13) { T* p = (T*)((byte*)init + (13 * initStride)); a13 = TSimd.Load(p); if (TCols.Value > 1) { b13 = TSimd.Load(p + TSimd.Count); } }
            }

            nint stride2 = xStride * 2, stride3 = xStride * 3;
            for (Term* end = terms + count; terms < end; terms++)
            {
                long term = *(long*)terms;
                byte* p = (byte*)(x + (uint)term);
                T* q = w + (nint)(term >> 32);
                TVector w0 = TSimd.Load(q), w1 = TCols.Value > 1 ? TSimd.Load(q + TSimd.Count) : default, w2 = TCols.Value > 2 ? TSimd.Load(q + (2 * TSimd.Count)) : default;
                TVector t;
                if (TRows.Value > 0) { t = TSimd.Broadcast(*(T*)(p)); a0 = TSimd.MultiplyAdd(t, w0, a0); if (TCols.Value > 1) { b0 = TSimd.MultiplyAdd(t, w1, b0); } if (TCols.Value > 2) { c0 = TSimd.MultiplyAdd(t, w2, c0); } }
                if (TRows.Value > 1) { t = TSimd.Broadcast(*(T*)(p + xStride)); a1 = TSimd.MultiplyAdd(t, w0, a1); if (TCols.Value > 1) { b1 = TSimd.MultiplyAdd(t, w1, b1); } if (TCols.Value > 2) { c1 = TSimd.MultiplyAdd(t, w2, c1); } }
                if (TRows.Value > 2) { t = TSimd.Broadcast(*(T*)(p + stride2)); a2 = TSimd.MultiplyAdd(t, w0, a2); if (TCols.Value > 1) { b2 = TSimd.MultiplyAdd(t, w1, b2); } if (TCols.Value > 2) { c2 = TSimd.MultiplyAdd(t, w2, c2); } }
                if (TRows.Value > 3) { t = TSimd.Broadcast(*(T*)(p + stride3)); a3 = TSimd.MultiplyAdd(t, w0, a3); if (TCols.Value > 1) { b3 = TSimd.MultiplyAdd(t, w1, b3); } if (TCols.Value > 2) { c3 = TSimd.MultiplyAdd(t, w2, c3); } }
                if (TRows.Value > 4) { p += 4 * xStride; }
                if (TRows.Value > 4) { t = TSimd.Broadcast(*(T*)(p)); a4 = TSimd.MultiplyAdd(t, w0, a4); if (TCols.Value > 1) { b4 = TSimd.MultiplyAdd(t, w1, b4); } if (TCols.Value > 2) { c4 = TSimd.MultiplyAdd(t, w2, c4); } }
                if (TRows.Value > 5) { t = TSimd.Broadcast(*(T*)(p + xStride)); a5 = TSimd.MultiplyAdd(t, w0, a5); if (TCols.Value > 1) { b5 = TSimd.MultiplyAdd(t, w1, b5); } }
                if (TRows.Value > 6) { t = TSimd.Broadcast(*(T*)(p + stride2)); a6 = TSimd.MultiplyAdd(t, w0, a6); if (TCols.Value > 1) { b6 = TSimd.MultiplyAdd(t, w1, b6); } }
                if (TRows.Value > 7) { t = TSimd.Broadcast(*(T*)(p + stride3)); a7 = TSimd.MultiplyAdd(t, w0, a7); if (TCols.Value > 1) { b7 = TSimd.MultiplyAdd(t, w1, b7); } }
                if (TRows.Value > 8) { p += 4 * xStride; }
                if (TRows.Value > 8) { t = TSimd.Broadcast(*(T*)(p)); a8 = TSimd.MultiplyAdd(t, w0, a8); if (TCols.Value > 1) { b8 = TSimd.MultiplyAdd(t, w1, b8); } }
                if (TRows.Value > 9) { t = TSimd.Broadcast(*(T*)(p + xStride)); a9 = TSimd.MultiplyAdd(t, w0, a9); if (TCols.Value > 1) { b9 = TSimd.MultiplyAdd(t, w1, b9); } }
                if (TRows.Value > 10) { t = TSimd.Broadcast(*(T*)(p + stride2)); a10 = TSimd.MultiplyAdd(t, w0, a10); if (TCols.Value > 1) { b10 = TSimd.MultiplyAdd(t, w1, b10); } }
                if (TRows.Value > 11) { t = TSimd.Broadcast(*(T*)(p + stride3)); a11 = TSimd.MultiplyAdd(t, w0, a11); if (TCols.Value > 1) { b11 = TSimd.MultiplyAdd(t, w1, b11); } }
                if (TRows.Value > 12) { p += 4 * xStride; }
                if (TRows.Value > 12) { t = TSimd.Broadcast(*(T*)(p)); a12 = TSimd.MultiplyAdd(t, w0, a12); if (TCols.Value > 1) { b12 = TSimd.MultiplyAdd(t, w1, b12); } }
                if (TRows.Value > 13) { t = TSimd.Broadcast(*(T*)(p + xStride)); a13 = TSimd.MultiplyAdd(t, w0, a13); if (TCols.Value > 1) { b13 = TSimd.MultiplyAdd(t, w1, b13); } }
            }

            if (TRows.Value > 0) { T* p = (T*)((byte*)y + (0 * yStride)); TSimd.Store(p, a0); if (TCols.Value > 1) { TSimd.Store(p + TSimd.Count, b0); } if (TCols.Value > 2) { TSimd.Store(p + (2 * TSimd.Count), c0); } }
            if (TRows.Value > 1) { T* p = (T*)((byte*)y + (1 * yStride)); TSimd.Store(p, a1); if (TCols.Value > 1) { TSimd.Store(p + TSimd.Count, b1); } if (TCols.Value > 2) { TSimd.Store(p + (2 * TSimd.Count), c1); } }
            if (TRows.Value > 2) { T* p = (T*)((byte*)y + (2 * yStride)); TSimd.Store(p, a2); if (TCols.Value > 1) { TSimd.Store(p + TSimd.Count, b2); } if (TCols.Value > 2) { TSimd.Store(p + (2 * TSimd.Count), c2); } }
            if (TRows.Value > 3) { T* p = (T*)((byte*)y + (3 * yStride)); TSimd.Store(p, a3); if (TCols.Value > 1) { TSimd.Store(p + TSimd.Count, b3); } if (TCols.Value > 2) { TSimd.Store(p + (2 * TSimd.Count), c3); } }
            if (TRows.Value > 4) { T* p = (T*)((byte*)y + (4 * yStride)); TSimd.Store(p, a4); if (TCols.Value > 1) { TSimd.Store(p + TSimd.Count, b4); } if (TCols.Value > 2) { TSimd.Store(p + (2 * TSimd.Count), c4); } }
            if (TRows.Value > 5) { T* p = (T*)((byte*)y + (5 * yStride)); TSimd.Store(p, a5); if (TCols.Value > 1) { TSimd.Store(p + TSimd.Count, b5); } }
            if (TRows.Value > 6) { T* p = (T*)((byte*)y + (6 * yStride)); TSimd.Store(p, a6); if (TCols.Value > 1) { TSimd.Store(p + TSimd.Count, b6); } }
            if (TRows.Value > 7) { T* p = (T*)((byte*)y + (7 * yStride)); TSimd.Store(p, a7); if (TCols.Value > 1) { TSimd.Store(p + TSimd.Count, b7); } }
            if (TRows.Value > 8) { T* p = (T*)((byte*)y + (8 * yStride)); TSimd.Store(p, a8); if (TCols.Value > 1) { TSimd.Store(p + TSimd.Count, b8); } }
            if (TRows.Value > 9) { T* p = (T*)((byte*)y + (9 * yStride)); TSimd.Store(p, a9); if (TCols.Value > 1) { TSimd.Store(p + TSimd.Count, b9); } }
            if (TRows.Value > 10) { T* p = (T*)((byte*)y + (10 * yStride)); TSimd.Store(p, a10); if (TCols.Value > 1) { TSimd.Store(p + TSimd.Count, b10); } }
            if (TRows.Value > 11) { T* p = (T*)((byte*)y + (11 * yStride)); TSimd.Store(p, a11); if (TCols.Value > 1) { TSimd.Store(p + TSimd.Count, b11); } }
            if (TRows.Value > 12) { T* p = (T*)((byte*)y + (12 * yStride)); TSimd.Store(p, a12); if (TCols.Value > 1) { TSimd.Store(p + TSimd.Count, b12); } }
            if (TRows.Value > 13) { T* p = (T*)((byte*)y + (13 * yStride)); TSimd.Store(p, a13); if (TCols.Value > 1) { TSimd.Store(p + TSimd.Count, b13); } }
        }
    }
}
