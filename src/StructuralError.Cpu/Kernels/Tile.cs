using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StructuralError.Cpu.Simd;
using static StructuralError.Cpu.Kernels.Counts;

namespace StructuralError.Cpu.Kernels;

/// <summary>
/// The one register-blocked product behind every layer: y[r, v] = init[r, v] + Σ_k x[X_k + r·stride] · w[W_k + v],
/// for up to 14 rows r and one or two vectors v of consecutive elements, or up to 5 rows and three. The terms k are given by offsets. So a sum may
/// run over only what ReLU and max-pool left: active features of a linear layer, active positions of a convolution, or all of them.
/// All sums stay in registers: at most 14 × 2 of the 32 that AVX-512 has.
/// </summary>
/// <remarks>
/// With x the cotangents (r = class): pull-backs and per-sample weight gradients. With x an image (r = position): the forward convolution.
/// Sums run in the order of the terms, whatever the tile: the same result for every blocking. y may alias init, nothing else.
/// The rows are locals written out one by one, because the compiler (.NET 10) keeps only locals in registers. Loops over an [InlineArray] of rows
/// keep the sums in memory: with AVX-512 they took 4.0 to 5.4 times as long for 128 terms (10 × 2: 1722 against 384 ns), with AVX2 2.6 to 4.0 times.
/// </remarks>
internal static unsafe class Tile<T, TVector, TWide, TSimd>
    where T : unmanaged
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    /// <summary>Most rows of one tile of one or two vectors.</summary>
    public const int MaxRows = 14;

    /// <summary>Most vectors.</summary>
    public const int MaxVectors = 3;

    private const int MaxRowsOfThree = 5;

    /// <summary>
    /// Whether there are 32 registers, as with AVX-512. Elsewhere there are too few for tiles whose sums share what is broadcast.
    /// </summary>
    public static bool HasManyRegisters => TSimd.Count * sizeof(T) == Vector512<byte>.Count;

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
            Row r0 = default, r1 = default, r2 = default, r3 = default, r4 = default, r5 = default, r6 = default;
            Row r7 = default, r8 = default, r9 = default, r10 = default, r11 = default, r12 = default, r13 = default;
            if (init != null)
            {
                if (TRows.Value > 0) { r0.Load<TCols>(init, 0 * initStride); }
                if (TRows.Value > 1) { r1.Load<TCols>(init, 1 * initStride); }
                if (TRows.Value > 2) { r2.Load<TCols>(init, 2 * initStride); }
                if (TRows.Value > 3) { r3.Load<TCols>(init, 3 * initStride); }
                if (TRows.Value > 4) { r4.Load<TCols>(init, 4 * initStride); }
                if (TRows.Value > 5) { r5.Load<TCols>(init, 5 * initStride); }
                if (TRows.Value > 6) { r6.Load<TCols>(init, 6 * initStride); }
                if (TRows.Value > 7) { r7.Load<TCols>(init, 7 * initStride); }
                if (TRows.Value > 8) { r8.Load<TCols>(init, 8 * initStride); }
                if (TRows.Value > 9) { r9.Load<TCols>(init, 9 * initStride); }
                if (TRows.Value > 10) { r10.Load<TCols>(init, 10 * initStride); }
                if (TRows.Value > 11) { r11.Load<TCols>(init, 11 * initStride); }
                if (TRows.Value > 12) { r12.Load<TCols>(init, 12 * initStride); }
                if (TRows.Value > 13) { r13.Load<TCols>(init, 13 * initStride); }
            }

            nint stride2 = xStride * 2, stride3 = xStride * 3;
            for (Term* end = terms + count; terms < end; terms++)
            {
                long term = *(long*)terms;
                byte* p = (byte*)(x + (uint)term);
                T* q = w + (nint)(term >> 32);
                TVector w0 = TSimd.Load(q);
                TVector w1 = TCols.Value > 1 ? TSimd.Load(q + TSimd.Count) : TSimd.Zero;
                TVector w2 = TCols.Value > 2 ? TSimd.Load(q + (2 * TSimd.Count)) : TSimd.Zero;
                if (TRows.Value > 0) { r0.Add<TCols>(p, w0, w1, w2); }
                if (TRows.Value > 1) { r1.Add<TCols>(p + xStride, w0, w1, w2); }
                if (TRows.Value > 2) { r2.Add<TCols>(p + stride2, w0, w1, w2); }
                if (TRows.Value > 3) { r3.Add<TCols>(p + stride3, w0, w1, w2); }
                if (TRows.Value > 4) { p += 4 * xStride; }
                if (TRows.Value > 4) { r4.Add<TCols>(p, w0, w1, w2); }
                if (TRows.Value > 5) { r5.Add<TCols>(p + xStride, w0, w1, w2); }
                if (TRows.Value > 6) { r6.Add<TCols>(p + stride2, w0, w1, w2); }
                if (TRows.Value > 7) { r7.Add<TCols>(p + stride3, w0, w1, w2); }
                if (TRows.Value > 8) { p += 4 * xStride; }
                if (TRows.Value > 8) { r8.Add<TCols>(p, w0, w1, w2); }
                if (TRows.Value > 9) { r9.Add<TCols>(p + xStride, w0, w1, w2); }
                if (TRows.Value > 10) { r10.Add<TCols>(p + stride2, w0, w1, w2); }
                if (TRows.Value > 11) { r11.Add<TCols>(p + stride3, w0, w1, w2); }
                if (TRows.Value > 12) { p += 4 * xStride; }
                if (TRows.Value > 12) { r12.Add<TCols>(p, w0, w1, w2); }
                if (TRows.Value > 13) { r13.Add<TCols>(p + xStride, w0, w1, w2); }
            }

            if (TRows.Value > 0) { r0.Store<TCols>(y, 0 * yStride); }
            if (TRows.Value > 1) { r1.Store<TCols>(y, 1 * yStride); }
            if (TRows.Value > 2) { r2.Store<TCols>(y, 2 * yStride); }
            if (TRows.Value > 3) { r3.Store<TCols>(y, 3 * yStride); }
            if (TRows.Value > 4) { r4.Store<TCols>(y, 4 * yStride); }
            if (TRows.Value > 5) { r5.Store<TCols>(y, 5 * yStride); }
            if (TRows.Value > 6) { r6.Store<TCols>(y, 6 * yStride); }
            if (TRows.Value > 7) { r7.Store<TCols>(y, 7 * yStride); }
            if (TRows.Value > 8) { r8.Store<TCols>(y, 8 * yStride); }
            if (TRows.Value > 9) { r9.Store<TCols>(y, 9 * yStride); }
            if (TRows.Value > 10) { r10.Store<TCols>(y, 10 * yStride); }
            if (TRows.Value > 11) { r11.Store<TCols>(y, 11 * yStride); }
            if (TRows.Value > 12) { r12.Store<TCols>(y, 12 * yStride); }
            if (TRows.Value > 13) { r13.Store<TCols>(y, 13 * yStride); }
        }
    }

    /// <summary>The sums of one row, a field for each vector. Small enough that the compiler keeps the fields in registers.</summary>
    private struct Row
    {
        private TVector _a, _b, _c;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Load<TCols>(T* init, nint offset)
            where TCols : struct, ICount
        {
            T* from = (T*)((byte*)init + offset);
            _a = TSimd.Load(from);
            if (TCols.Value > 1) { _b = TSimd.Load(from + TSimd.Count); }
            if (TCols.Value > 2) { _c = TSimd.Load(from + (2 * TSimd.Count)); }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add<TCols>(byte* x, TVector w0, TVector w1, TVector w2)
            where TCols : struct, ICount
        {
            TVector t = TSimd.Broadcast(*(T*)x);
            _a = TSimd.MultiplyAdd(t, w0, _a);
            if (TCols.Value > 1) { _b = TSimd.MultiplyAdd(t, w1, _b); }
            if (TCols.Value > 2) { _c = TSimd.MultiplyAdd(t, w2, _c); }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Store<TCols>(T* y, nint offset)
            where TCols : struct, ICount
        {
            T* to = (T*)((byte*)y + offset);
            TSimd.Store(to, _a);
            if (TCols.Value > 1) { TSimd.Store(to + TSimd.Count, _b); }
            if (TCols.Value > 2) { TSimd.Store(to + (2 * TSimd.Count), _c); }
        }
    }
}
