using System.Runtime.CompilerServices;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Kernels;

/// <summary>
/// Inner products of all pairs of rows, float64 sums whatever the element type: S[i, j] += scale · Σ_v a[i, v] · a[j, v], i ≤ j.
/// Register-blocked 5 × 5; partial sums stay apart by lane until <see cref="Reduce"/>, so that all layers of a sample share one reduction.
/// </summary>
internal static unsafe class Gram<T, TVector, TWide, TSimd>
    where T : unmanaged
    where TVector : struct
    where TWide : struct
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private const int Block = 5;

    /// <summary>Float64 values that <paramref name="rows"/> × <paramref name="rows"/> partial sums take.</summary>
    public static int PartialCount(int rows) => rows * rows * TSimd.WideCount;

    /// <summary>Adds the pairs i ≤ j of one set of rows.</summary>
    /// <param name="a">Rows of <paramref name="length"/> elements, a multiple of the vector width, <paramref name="stride"/> elements apart.</param>
    /// <param name="scale">Factor of the whole contribution.</param>
    /// <param name="partial">Shape [rows, rows, WideCount]; only i ≤ j is touched.</param>
    public static void Add(T* a, nint stride, int rows, int length, double scale, double* partial)
    {
        unchecked
        {
            for (int i = 0; i < rows; i += Block)
            {
                for (int j = i; j < rows; j += Block)
                {
                    Dispatch(Math.Min(Block, rows - i), Math.Min(Block, rows - j), i == j, a + (i * stride), stride, a + (j * stride), stride, length, scale, partial + (((i * rows) + j) * TSimd.WideCount), rows);
                }
            }
        }
    }

    /// <summary>target[i, j] += the lanes of partial[i, j], both triangles. Shape of target: [rows, rows].</summary>
    public static void Reduce(double* partial, int rows, double* target)
    {
        unchecked
        {
            for (int i = 0; i < rows; i++)
            {
                for (int j = i; j < rows; j++)
                {
                    double sum = TSimd.WideSum(TSimd.WideLoad(partial + (((i * rows) + j) * TSimd.WideCount)));
                    target[(i * rows) + j] += sum;
                    if (i != j)
                    {
                        target[(j * rows) + i] += sum;
                    }
                }
            }
        }
    }

    private static void Dispatch(int rowsA, int rowsB, bool diagonal, T* a, nint strideA, T* b, nint strideB, int length, double scale, double* partial, int ld)
    {
        switch (rowsA)
        {
            case 1: Dispatch<N1>(rowsB, diagonal, a, strideA, b, strideB, length, scale, partial, ld); break;
            case 2: Dispatch<N2>(rowsB, diagonal, a, strideA, b, strideB, length, scale, partial, ld); break;
            case 3: Dispatch<N3>(rowsB, diagonal, a, strideA, b, strideB, length, scale, partial, ld); break;
            case 4: Dispatch<N4>(rowsB, diagonal, a, strideA, b, strideB, length, scale, partial, ld); break;
            case 5: Dispatch<N5>(rowsB, diagonal, a, strideA, b, strideB, length, scale, partial, ld); break;
        }
    }

    private static void Dispatch<TA>(int rowsB, bool diagonal, T* a, nint strideA, T* b, nint strideB, int length, double scale, double* partial, int ld)
        where TA : struct, ICount
    {
        if (diagonal)
        {
            Multiply<TA, TA, N1>(a, strideA, b, strideB, length, scale, partial, ld);
            return;
        }

        switch (rowsB)
        {
            case 1: Multiply<TA, N1, N2>(a, strideA, b, strideB, length, scale, partial, ld); break;
            case 2: Multiply<TA, N2, N2>(a, strideA, b, strideB, length, scale, partial, ld); break;
            case 3: Multiply<TA, N3, N2>(a, strideA, b, strideB, length, scale, partial, ld); break;
            case 4: Multiply<TA, N4, N2>(a, strideA, b, strideB, length, scale, partial, ld); break;
            case 5: Multiply<TA, N5, N2>(a, strideA, b, strideB, length, scale, partial, ld); break;
        }
    }

    /// <summary>One block; with <typeparamref name="TTriangle"/> 1 only its pairs i ≤ j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TA, TB, TTriangle>(T* a, nint strideA, T* b, nint strideB, nint length, double scale, double* partial, nint ld)
        where TA : struct, ICount
        where TB : struct, ICount
        where TTriangle : struct, ICount
    {
        unchecked
        {
            ld *= TSimd.WideCount;
            TWide factor = TSimd.WideBroadcast(scale);
            TWide s00 = default, s01 = default, s02 = default, s03 = default, s04 = default;
            TWide s10 = default, s11 = default, s12 = default, s13 = default, s14 = default;
            TWide s20 = default, s21 = default, s22 = default, s23 = default, s24 = default;
            TWide s30 = default, s31 = default, s32 = default, s33 = default, s34 = default;
            TWide s40 = default, s41 = default, s42 = default, s43 = default, s44 = default;

            for (nint v = 0; v < length; v += TSimd.WideCount)
            {
                TWide x, y0 = default, y1 = default, y2 = default, y3 = default, y4 = default;
                if (TB.Value > 0) { y0 = TSimd.LoadWide(b + (0 * strideB) + v); }
                if (TB.Value > 1) { y1 = TSimd.LoadWide(b + (1 * strideB) + v); }
                if (TB.Value > 2) { y2 = TSimd.LoadWide(b + (2 * strideB) + v); }
                if (TB.Value > 3) { y3 = TSimd.LoadWide(b + (3 * strideB) + v); }
                if (TB.Value > 4) { y4 = TSimd.LoadWide(b + (4 * strideB) + v); }
                if (TA.Value > 0)
                {
                    x = TSimd.LoadWide(a + (0 * strideA) + v);
                    if (TA.Value > 0 && TB.Value > 0) { s00 = TSimd.WideMultiplyAdd(x, y0, s00); }
                    if (TA.Value > 0 && TB.Value > 1) { s01 = TSimd.WideMultiplyAdd(x, y1, s01); }
                    if (TA.Value > 0 && TB.Value > 2) { s02 = TSimd.WideMultiplyAdd(x, y2, s02); }
                    if (TA.Value > 0 && TB.Value > 3) { s03 = TSimd.WideMultiplyAdd(x, y3, s03); }
                    if (TA.Value > 0 && TB.Value > 4) { s04 = TSimd.WideMultiplyAdd(x, y4, s04); }
                }

                if (TA.Value > 1)
                {
                    x = TSimd.LoadWide(a + (1 * strideA) + v);
                    if (TA.Value > 1 && TB.Value > 0 && TTriangle.Value == 2) { s10 = TSimd.WideMultiplyAdd(x, y0, s10); }
                    if (TA.Value > 1 && TB.Value > 1) { s11 = TSimd.WideMultiplyAdd(x, y1, s11); }
                    if (TA.Value > 1 && TB.Value > 2) { s12 = TSimd.WideMultiplyAdd(x, y2, s12); }
                    if (TA.Value > 1 && TB.Value > 3) { s13 = TSimd.WideMultiplyAdd(x, y3, s13); }
                    if (TA.Value > 1 && TB.Value > 4) { s14 = TSimd.WideMultiplyAdd(x, y4, s14); }
                }

                if (TA.Value > 2)
                {
                    x = TSimd.LoadWide(a + (2 * strideA) + v);
                    if (TA.Value > 2 && TB.Value > 0 && TTriangle.Value == 2) { s20 = TSimd.WideMultiplyAdd(x, y0, s20); }
                    if (TA.Value > 2 && TB.Value > 1 && TTriangle.Value == 2) { s21 = TSimd.WideMultiplyAdd(x, y1, s21); }
                    if (TA.Value > 2 && TB.Value > 2) { s22 = TSimd.WideMultiplyAdd(x, y2, s22); }
                    if (TA.Value > 2 && TB.Value > 3) { s23 = TSimd.WideMultiplyAdd(x, y3, s23); }
                    if (TA.Value > 2 && TB.Value > 4) { s24 = TSimd.WideMultiplyAdd(x, y4, s24); }
                }

                if (TA.Value > 3)
                {
                    x = TSimd.LoadWide(a + (3 * strideA) + v);
                    if (TA.Value > 3 && TB.Value > 0 && TTriangle.Value == 2) { s30 = TSimd.WideMultiplyAdd(x, y0, s30); }
                    if (TA.Value > 3 && TB.Value > 1 && TTriangle.Value == 2) { s31 = TSimd.WideMultiplyAdd(x, y1, s31); }
                    if (TA.Value > 3 && TB.Value > 2 && TTriangle.Value == 2) { s32 = TSimd.WideMultiplyAdd(x, y2, s32); }
                    if (TA.Value > 3 && TB.Value > 3) { s33 = TSimd.WideMultiplyAdd(x, y3, s33); }
                    if (TA.Value > 3 && TB.Value > 4) { s34 = TSimd.WideMultiplyAdd(x, y4, s34); }
                }

                if (TA.Value > 4)
                {
                    x = TSimd.LoadWide(a + (4 * strideA) + v);
                    if (TA.Value > 4 && TB.Value > 0 && TTriangle.Value == 2) { s40 = TSimd.WideMultiplyAdd(x, y0, s40); }
                    if (TA.Value > 4 && TB.Value > 1 && TTriangle.Value == 2) { s41 = TSimd.WideMultiplyAdd(x, y1, s41); }
                    if (TA.Value > 4 && TB.Value > 2 && TTriangle.Value == 2) { s42 = TSimd.WideMultiplyAdd(x, y2, s42); }
                    if (TA.Value > 4 && TB.Value > 3 && TTriangle.Value == 2) { s43 = TSimd.WideMultiplyAdd(x, y3, s43); }
                    if (TA.Value > 4 && TB.Value > 4) { s44 = TSimd.WideMultiplyAdd(x, y4, s44); }
                }

            }

            if (TA.Value > 0 && TB.Value > 0) { Store(partial + (0 * ld) + (0 * TSimd.WideCount), s00, factor); }
            if (TA.Value > 0 && TB.Value > 1) { Store(partial + (0 * ld) + (1 * TSimd.WideCount), s01, factor); }
            if (TA.Value > 0 && TB.Value > 2) { Store(partial + (0 * ld) + (2 * TSimd.WideCount), s02, factor); }
            if (TA.Value > 0 && TB.Value > 3) { Store(partial + (0 * ld) + (3 * TSimd.WideCount), s03, factor); }
            if (TA.Value > 0 && TB.Value > 4) { Store(partial + (0 * ld) + (4 * TSimd.WideCount), s04, factor); }
            if (TA.Value > 1 && TB.Value > 0 && TTriangle.Value == 2) { Store(partial + (1 * ld) + (0 * TSimd.WideCount), s10, factor); }
            if (TA.Value > 1 && TB.Value > 1) { Store(partial + (1 * ld) + (1 * TSimd.WideCount), s11, factor); }
            if (TA.Value > 1 && TB.Value > 2) { Store(partial + (1 * ld) + (2 * TSimd.WideCount), s12, factor); }
            if (TA.Value > 1 && TB.Value > 3) { Store(partial + (1 * ld) + (3 * TSimd.WideCount), s13, factor); }
            if (TA.Value > 1 && TB.Value > 4) { Store(partial + (1 * ld) + (4 * TSimd.WideCount), s14, factor); }
            if (TA.Value > 2 && TB.Value > 0 && TTriangle.Value == 2) { Store(partial + (2 * ld) + (0 * TSimd.WideCount), s20, factor); }
            if (TA.Value > 2 && TB.Value > 1 && TTriangle.Value == 2) { Store(partial + (2 * ld) + (1 * TSimd.WideCount), s21, factor); }
            if (TA.Value > 2 && TB.Value > 2) { Store(partial + (2 * ld) + (2 * TSimd.WideCount), s22, factor); }
            if (TA.Value > 2 && TB.Value > 3) { Store(partial + (2 * ld) + (3 * TSimd.WideCount), s23, factor); }
            if (TA.Value > 2 && TB.Value > 4) { Store(partial + (2 * ld) + (4 * TSimd.WideCount), s24, factor); }
            if (TA.Value > 3 && TB.Value > 0 && TTriangle.Value == 2) { Store(partial + (3 * ld) + (0 * TSimd.WideCount), s30, factor); }
            if (TA.Value > 3 && TB.Value > 1 && TTriangle.Value == 2) { Store(partial + (3 * ld) + (1 * TSimd.WideCount), s31, factor); }
            if (TA.Value > 3 && TB.Value > 2 && TTriangle.Value == 2) { Store(partial + (3 * ld) + (2 * TSimd.WideCount), s32, factor); }
            if (TA.Value > 3 && TB.Value > 3) { Store(partial + (3 * ld) + (3 * TSimd.WideCount), s33, factor); }
            if (TA.Value > 3 && TB.Value > 4) { Store(partial + (3 * ld) + (4 * TSimd.WideCount), s34, factor); }
            if (TA.Value > 4 && TB.Value > 0 && TTriangle.Value == 2) { Store(partial + (4 * ld) + (0 * TSimd.WideCount), s40, factor); }
            if (TA.Value > 4 && TB.Value > 1 && TTriangle.Value == 2) { Store(partial + (4 * ld) + (1 * TSimd.WideCount), s41, factor); }
            if (TA.Value > 4 && TB.Value > 2 && TTriangle.Value == 2) { Store(partial + (4 * ld) + (2 * TSimd.WideCount), s42, factor); }
            if (TA.Value > 4 && TB.Value > 3 && TTriangle.Value == 2) { Store(partial + (4 * ld) + (3 * TSimd.WideCount), s43, factor); }
            if (TA.Value > 4 && TB.Value > 4) { Store(partial + (4 * ld) + (4 * TSimd.WideCount), s44, factor); }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(double* place, TWide sum, TWide factor) =>
        TSimd.WideStore(place, TSimd.WideMultiplyAdd(factor, sum, TSimd.WideLoad(place)));
}
