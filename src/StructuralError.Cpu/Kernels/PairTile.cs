using System.Runtime.CompilerServices;
using StructuralError.Cpu.Simd;
using static StructuralError.Cpu.Kernels.Counts;

namespace StructuralError.Cpu.Kernels;

/// <summary>
/// y[p, r, v] = Σ_{k of p} x[X_k + r·stride] · w[W_k + p·wStep + v] for a row of positions p, up to 14 rows r and one vector v.
/// Each position is a <see cref="Tile{T, TVector, TWide, TSimd}"/> with terms of its own. Neighbours have many terms in common, as the input positions
/// under a convolution's kernel do. The kernel computes two neighbours at a time and broadcasts each x of a common term once for both.
/// </summary>
/// <remarks>
/// Sums run in the order of the terms, so the result is that of one tile for each position. At most 14 × 2 sums, two vectors of w and one of x
/// are in registers: 31 of the 32 that AVX-512 has. The sums are locals written out one by one for the reason given at
/// <see cref="Tile{T, TVector, TWide, TSimd}"/>. Helpers that take all of them by reference were two to four times slower.
/// </remarks>
internal static unsafe class PairTile<T, TVector, TWide, TSimd>
    where T : unmanaged
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    /// <summary>Runs a row of positions. Strides are in bytes; steps from position to position are in elements.</summary>
    /// <param name="positions">An even number.</param>
    /// <param name="starts">The first term of each place; one more entry than there are places.</param>
    /// <param name="places">For each position, the places whose terms it has. Neither end decreases along the row, and no place is left out.</param>
    public static void Run(
        int rows, int positions, Term* terms, int* starts, PlaceRange* places, T* x, nint xStride, T* w, nint wStep, T* y, nint yStride, nint yStep)
    {
        switch (rows)
        {
            case 1: Multiply<N1>(positions, terms, starts, places, x, xStride, w, wStep, y, yStride, yStep); break;
            case 2: Multiply<N2>(positions, terms, starts, places, x, xStride, w, wStep, y, yStride, yStep); break;
            case 3: Multiply<N3>(positions, terms, starts, places, x, xStride, w, wStep, y, yStride, yStep); break;
            case 4: Multiply<N4>(positions, terms, starts, places, x, xStride, w, wStep, y, yStride, yStep); break;
            case 5: Multiply<N5>(positions, terms, starts, places, x, xStride, w, wStep, y, yStride, yStep); break;
            case 6: Multiply<N6>(positions, terms, starts, places, x, xStride, w, wStep, y, yStride, yStep); break;
            case 7: Multiply<N7>(positions, terms, starts, places, x, xStride, w, wStep, y, yStride, yStep); break;
            case 8: Multiply<N8>(positions, terms, starts, places, x, xStride, w, wStep, y, yStride, yStep); break;
            case 9: Multiply<N9>(positions, terms, starts, places, x, xStride, w, wStep, y, yStride, yStep); break;
            case 10: Multiply<N10>(positions, terms, starts, places, x, xStride, w, wStep, y, yStride, yStep); break;
            case 11: Multiply<N11>(positions, terms, starts, places, x, xStride, w, wStep, y, yStride, yStep); break;
            case 12: Multiply<N12>(positions, terms, starts, places, x, xStride, w, wStep, y, yStride, yStep); break;
            case 13: Multiply<N13>(positions, terms, starts, places, x, xStride, w, wStep, y, yStride, yStep); break;
            case 14: Multiply<N14>(positions, terms, starts, places, x, xStride, w, wStep, y, yStride, yStep); break;
            default: throw new ArgumentOutOfRangeException(nameof(rows), rows, "a tile has 1 to 14 rows");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TRows>(
        int positions, Term* terms, int* starts, PlaceRange* places, T* x, nint xStride, T* w, nint wStep, T* y, nint yStride, nint yStep)
        where TRows : struct, ICount
    {
        unchecked
        {
            nint stride2 = xStride * 2, stride3 = xStride * 3;
            for (PlaceRange* last = places + positions; places < last; places += 2, w += 2 * wStep, y += 2 * yStep)
            {
                // Terms of the first position alone, of both, and of the second alone.
                Term* term = terms + starts[places[0].First], both = terms + starts[places[1].First];
                Term* second = terms + starts[places[0].End], end = terms + starts[places[1].End];
                TVector a0 = TSimd.Zero, a1 = TSimd.Zero, a2 = TSimd.Zero, a3 = TSimd.Zero, a4 = TSimd.Zero, a5 = TSimd.Zero, a6 = TSimd.Zero;
                TVector a7 = TSimd.Zero, a8 = TSimd.Zero, a9 = TSimd.Zero, a10 = TSimd.Zero, a11 = TSimd.Zero, a12 = TSimd.Zero, a13 = TSimd.Zero;
                for (; term < both; term++)
                {
                    long offsets = *(long*)term;
                    byte* p = (byte*)(x + (uint)offsets);
                    T* q = w + (nint)(offsets >> 32);
                    TVector w0 = TSimd.Load(q), t;
                    if (TRows.Value > 0) { t = TSimd.Broadcast(*(T*)(p)); a0 = TSimd.MultiplyAdd(t, w0, a0); }
                    if (TRows.Value > 1) { t = TSimd.Broadcast(*(T*)(p + xStride)); a1 = TSimd.MultiplyAdd(t, w0, a1); }
                    if (TRows.Value > 2) { t = TSimd.Broadcast(*(T*)(p + stride2)); a2 = TSimd.MultiplyAdd(t, w0, a2); }
                    if (TRows.Value > 3) { t = TSimd.Broadcast(*(T*)(p + stride3)); a3 = TSimd.MultiplyAdd(t, w0, a3); }
                    if (TRows.Value > 4) { p += 4 * xStride; }
                    if (TRows.Value > 4) { t = TSimd.Broadcast(*(T*)(p)); a4 = TSimd.MultiplyAdd(t, w0, a4); }
                    if (TRows.Value > 5) { t = TSimd.Broadcast(*(T*)(p + xStride)); a5 = TSimd.MultiplyAdd(t, w0, a5); }
                    if (TRows.Value > 6) { t = TSimd.Broadcast(*(T*)(p + stride2)); a6 = TSimd.MultiplyAdd(t, w0, a6); }
                    if (TRows.Value > 7) { t = TSimd.Broadcast(*(T*)(p + stride3)); a7 = TSimd.MultiplyAdd(t, w0, a7); }
                    if (TRows.Value > 8) { p += 4 * xStride; }
                    if (TRows.Value > 8) { t = TSimd.Broadcast(*(T*)(p)); a8 = TSimd.MultiplyAdd(t, w0, a8); }
                    if (TRows.Value > 9) { t = TSimd.Broadcast(*(T*)(p + xStride)); a9 = TSimd.MultiplyAdd(t, w0, a9); }
                    if (TRows.Value > 10) { t = TSimd.Broadcast(*(T*)(p + stride2)); a10 = TSimd.MultiplyAdd(t, w0, a10); }
                    if (TRows.Value > 11) { t = TSimd.Broadcast(*(T*)(p + stride3)); a11 = TSimd.MultiplyAdd(t, w0, a11); }
                    if (TRows.Value > 12) { p += 4 * xStride; }
                    if (TRows.Value > 12) { t = TSimd.Broadcast(*(T*)(p)); a12 = TSimd.MultiplyAdd(t, w0, a12); }
                    if (TRows.Value > 13) { t = TSimd.Broadcast(*(T*)(p + xStride)); a13 = TSimd.MultiplyAdd(t, w0, a13); }
                }

                TVector b0 = TSimd.Zero, b1 = TSimd.Zero, b2 = TSimd.Zero, b3 = TSimd.Zero, b4 = TSimd.Zero, b5 = TSimd.Zero, b6 = TSimd.Zero;
                TVector b7 = TSimd.Zero, b8 = TSimd.Zero, b9 = TSimd.Zero, b10 = TSimd.Zero, b11 = TSimd.Zero, b12 = TSimd.Zero, b13 = TSimd.Zero;
                for (; term < second; term++)
                {
                    long offsets = *(long*)term;
                    byte* p = (byte*)(x + (uint)offsets);
                    T* q = w + (nint)(offsets >> 32);
                    TVector w0 = TSimd.Load(q), w1 = TSimd.Load(q + wStep), t;
                    if (TRows.Value > 0) { t = TSimd.Broadcast(*(T*)(p)); a0 = TSimd.MultiplyAdd(t, w0, a0); b0 = TSimd.MultiplyAdd(t, w1, b0); }
                    if (TRows.Value > 1) { t = TSimd.Broadcast(*(T*)(p + xStride)); a1 = TSimd.MultiplyAdd(t, w0, a1); b1 = TSimd.MultiplyAdd(t, w1, b1); }
                    if (TRows.Value > 2) { t = TSimd.Broadcast(*(T*)(p + stride2)); a2 = TSimd.MultiplyAdd(t, w0, a2); b2 = TSimd.MultiplyAdd(t, w1, b2); }
                    if (TRows.Value > 3) { t = TSimd.Broadcast(*(T*)(p + stride3)); a3 = TSimd.MultiplyAdd(t, w0, a3); b3 = TSimd.MultiplyAdd(t, w1, b3); }
                    if (TRows.Value > 4) { p += 4 * xStride; }
                    if (TRows.Value > 4) { t = TSimd.Broadcast(*(T*)(p)); a4 = TSimd.MultiplyAdd(t, w0, a4); b4 = TSimd.MultiplyAdd(t, w1, b4); }
                    if (TRows.Value > 5) { t = TSimd.Broadcast(*(T*)(p + xStride)); a5 = TSimd.MultiplyAdd(t, w0, a5); b5 = TSimd.MultiplyAdd(t, w1, b5); }
                    if (TRows.Value > 6) { t = TSimd.Broadcast(*(T*)(p + stride2)); a6 = TSimd.MultiplyAdd(t, w0, a6); b6 = TSimd.MultiplyAdd(t, w1, b6); }
                    if (TRows.Value > 7) { t = TSimd.Broadcast(*(T*)(p + stride3)); a7 = TSimd.MultiplyAdd(t, w0, a7); b7 = TSimd.MultiplyAdd(t, w1, b7); }
                    if (TRows.Value > 8) { p += 4 * xStride; }
                    if (TRows.Value > 8) { t = TSimd.Broadcast(*(T*)(p)); a8 = TSimd.MultiplyAdd(t, w0, a8); b8 = TSimd.MultiplyAdd(t, w1, b8); }
                    if (TRows.Value > 9) { t = TSimd.Broadcast(*(T*)(p + xStride)); a9 = TSimd.MultiplyAdd(t, w0, a9); b9 = TSimd.MultiplyAdd(t, w1, b9); }
                    if (TRows.Value > 10) { t = TSimd.Broadcast(*(T*)(p + stride2)); a10 = TSimd.MultiplyAdd(t, w0, a10); b10 = TSimd.MultiplyAdd(t, w1, b10); }
                    if (TRows.Value > 11) { t = TSimd.Broadcast(*(T*)(p + stride3)); a11 = TSimd.MultiplyAdd(t, w0, a11); b11 = TSimd.MultiplyAdd(t, w1, b11); }
                    if (TRows.Value > 12) { p += 4 * xStride; }
                    if (TRows.Value > 12) { t = TSimd.Broadcast(*(T*)(p)); a12 = TSimd.MultiplyAdd(t, w0, a12); b12 = TSimd.MultiplyAdd(t, w1, b12); }
                    if (TRows.Value > 13) { t = TSimd.Broadcast(*(T*)(p + xStride)); a13 = TSimd.MultiplyAdd(t, w0, a13); b13 = TSimd.MultiplyAdd(t, w1, b13); }
                }

                if (TRows.Value > 0) { TSimd.Store((T*)((byte*)y + (0 * yStride)), a0); }
                if (TRows.Value > 1) { TSimd.Store((T*)((byte*)y + (1 * yStride)), a1); }
                if (TRows.Value > 2) { TSimd.Store((T*)((byte*)y + (2 * yStride)), a2); }
                if (TRows.Value > 3) { TSimd.Store((T*)((byte*)y + (3 * yStride)), a3); }
                if (TRows.Value > 4) { TSimd.Store((T*)((byte*)y + (4 * yStride)), a4); }
                if (TRows.Value > 5) { TSimd.Store((T*)((byte*)y + (5 * yStride)), a5); }
                if (TRows.Value > 6) { TSimd.Store((T*)((byte*)y + (6 * yStride)), a6); }
                if (TRows.Value > 7) { TSimd.Store((T*)((byte*)y + (7 * yStride)), a7); }
                if (TRows.Value > 8) { TSimd.Store((T*)((byte*)y + (8 * yStride)), a8); }
                if (TRows.Value > 9) { TSimd.Store((T*)((byte*)y + (9 * yStride)), a9); }
                if (TRows.Value > 10) { TSimd.Store((T*)((byte*)y + (10 * yStride)), a10); }
                if (TRows.Value > 11) { TSimd.Store((T*)((byte*)y + (11 * yStride)), a11); }
                if (TRows.Value > 12) { TSimd.Store((T*)((byte*)y + (12 * yStride)), a12); }
                if (TRows.Value > 13) { TSimd.Store((T*)((byte*)y + (13 * yStride)), a13); }

                T* next = y + yStep;
                for (; term < end; term++)
                {
                    long offsets = *(long*)term;
                    byte* p = (byte*)(x + (uint)offsets);
                    T* q = w + (nint)(offsets >> 32);
                    TVector w1 = TSimd.Load(q + wStep), t;
                    if (TRows.Value > 0) { t = TSimd.Broadcast(*(T*)(p)); b0 = TSimd.MultiplyAdd(t, w1, b0); }
                    if (TRows.Value > 1) { t = TSimd.Broadcast(*(T*)(p + xStride)); b1 = TSimd.MultiplyAdd(t, w1, b1); }
                    if (TRows.Value > 2) { t = TSimd.Broadcast(*(T*)(p + stride2)); b2 = TSimd.MultiplyAdd(t, w1, b2); }
                    if (TRows.Value > 3) { t = TSimd.Broadcast(*(T*)(p + stride3)); b3 = TSimd.MultiplyAdd(t, w1, b3); }
                    if (TRows.Value > 4) { p += 4 * xStride; }
                    if (TRows.Value > 4) { t = TSimd.Broadcast(*(T*)(p)); b4 = TSimd.MultiplyAdd(t, w1, b4); }
                    if (TRows.Value > 5) { t = TSimd.Broadcast(*(T*)(p + xStride)); b5 = TSimd.MultiplyAdd(t, w1, b5); }
                    if (TRows.Value > 6) { t = TSimd.Broadcast(*(T*)(p + stride2)); b6 = TSimd.MultiplyAdd(t, w1, b6); }
                    if (TRows.Value > 7) { t = TSimd.Broadcast(*(T*)(p + stride3)); b7 = TSimd.MultiplyAdd(t, w1, b7); }
                    if (TRows.Value > 8) { p += 4 * xStride; }
                    if (TRows.Value > 8) { t = TSimd.Broadcast(*(T*)(p)); b8 = TSimd.MultiplyAdd(t, w1, b8); }
                    if (TRows.Value > 9) { t = TSimd.Broadcast(*(T*)(p + xStride)); b9 = TSimd.MultiplyAdd(t, w1, b9); }
                    if (TRows.Value > 10) { t = TSimd.Broadcast(*(T*)(p + stride2)); b10 = TSimd.MultiplyAdd(t, w1, b10); }
                    if (TRows.Value > 11) { t = TSimd.Broadcast(*(T*)(p + stride3)); b11 = TSimd.MultiplyAdd(t, w1, b11); }
                    if (TRows.Value > 12) { p += 4 * xStride; }
                    if (TRows.Value > 12) { t = TSimd.Broadcast(*(T*)(p)); b12 = TSimd.MultiplyAdd(t, w1, b12); }
                    if (TRows.Value > 13) { t = TSimd.Broadcast(*(T*)(p + xStride)); b13 = TSimd.MultiplyAdd(t, w1, b13); }
                }

                if (TRows.Value > 0) { TSimd.Store((T*)((byte*)next + (0 * yStride)), b0); }
                if (TRows.Value > 1) { TSimd.Store((T*)((byte*)next + (1 * yStride)), b1); }
                if (TRows.Value > 2) { TSimd.Store((T*)((byte*)next + (2 * yStride)), b2); }
                if (TRows.Value > 3) { TSimd.Store((T*)((byte*)next + (3 * yStride)), b3); }
                if (TRows.Value > 4) { TSimd.Store((T*)((byte*)next + (4 * yStride)), b4); }
                if (TRows.Value > 5) { TSimd.Store((T*)((byte*)next + (5 * yStride)), b5); }
                if (TRows.Value > 6) { TSimd.Store((T*)((byte*)next + (6 * yStride)), b6); }
                if (TRows.Value > 7) { TSimd.Store((T*)((byte*)next + (7 * yStride)), b7); }
                if (TRows.Value > 8) { TSimd.Store((T*)((byte*)next + (8 * yStride)), b8); }
                if (TRows.Value > 9) { TSimd.Store((T*)((byte*)next + (9 * yStride)), b9); }
                if (TRows.Value > 10) { TSimd.Store((T*)((byte*)next + (10 * yStride)), b10); }
                if (TRows.Value > 11) { TSimd.Store((T*)((byte*)next + (11 * yStride)), b11); }
                if (TRows.Value > 12) { TSimd.Store((T*)((byte*)next + (12 * yStride)), b12); }
                if (TRows.Value > 13) { TSimd.Store((T*)((byte*)next + (13 * yStride)), b13); }
            }
        }
    }
}

/// <summary>Neighbouring places, such as the output columns that see an input column.</summary>
internal struct PlaceRange
{
    public int First;

    /// <summary>Behind the last one.</summary>
    public int End;
}
