using System.Runtime.CompilerServices;
using StructuralError.Cpu.Simd;
using static StructuralError.Cpu.Kernels.Counts;

namespace StructuralError.Cpu.Kernels;

/// <summary>
/// Inner products of all pairs of rows, float64 sums whatever the element type: S[i, j] += scale · Σ_v a[i, v] · a[j, v], i ≤ j.
/// Register-blocked 5 × 5; partial sums stay apart by lane until <see cref="Reduce"/>, so that all layers of a sample share one reduction.
/// </summary>
internal static unsafe class Gram<T, TVector, TWide, TSimd>
    where T : unmanaged
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
                    T* first = a + (i * stride), second = a + (j * stride);
                    double* place = partial + (((i * rows) + j) * TSimd.WideCount);
                    Dispatch(Math.Min(Block, rows - i), Math.Min(Block, rows - j), i == j, first, stride, second, stride, length, scale, place, rows);
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
            TWide s00 = TSimd.WideZero, s01 = TSimd.WideZero, s02 = TSimd.WideZero, s03 = TSimd.WideZero, s04 = TSimd.WideZero;
            TWide s10 = TSimd.WideZero, s11 = TSimd.WideZero, s12 = TSimd.WideZero, s13 = TSimd.WideZero, s14 = TSimd.WideZero;
            TWide s20 = TSimd.WideZero, s21 = TSimd.WideZero, s22 = TSimd.WideZero, s23 = TSimd.WideZero, s24 = TSimd.WideZero;
            TWide s30 = TSimd.WideZero, s31 = TSimd.WideZero, s32 = TSimd.WideZero, s33 = TSimd.WideZero, s34 = TSimd.WideZero;
            TWide s40 = TSimd.WideZero, s41 = TSimd.WideZero, s42 = TSimd.WideZero, s43 = TSimd.WideZero, s44 = TSimd.WideZero;

            for (nint v = 0; v < length; v += TSimd.WideCount)
            {
                TWide y0 = TSimd.LoadWide(b + v);
                TWide y1 = TB.Value > 1 ? TSimd.LoadWide(b + (1 * strideB) + v) : TSimd.WideZero;
                TWide y2 = TB.Value > 2 ? TSimd.LoadWide(b + (2 * strideB) + v) : TSimd.WideZero;
                TWide y3 = TB.Value > 3 ? TSimd.LoadWide(b + (3 * strideB) + v) : TSimd.WideZero;
                TWide y4 = TB.Value > 4 ? TSimd.LoadWide(b + (4 * strideB) + v) : TSimd.WideZero;
                AddRow<TA, TB, TTriangle>(0, a + (0 * strideA) + v, y0, y1, y2, y3, y4, ref s00, ref s01, ref s02, ref s03, ref s04);
                AddRow<TA, TB, TTriangle>(1, a + (1 * strideA) + v, y0, y1, y2, y3, y4, ref s10, ref s11, ref s12, ref s13, ref s14);
                AddRow<TA, TB, TTriangle>(2, a + (2 * strideA) + v, y0, y1, y2, y3, y4, ref s20, ref s21, ref s22, ref s23, ref s24);
                AddRow<TA, TB, TTriangle>(3, a + (3 * strideA) + v, y0, y1, y2, y3, y4, ref s30, ref s31, ref s32, ref s33, ref s34);
                AddRow<TA, TB, TTriangle>(4, a + (4 * strideA) + v, y0, y1, y2, y3, y4, ref s40, ref s41, ref s42, ref s43, ref s44);
            }

            StoreRow<TA, TB, TTriangle>(0, partial + (0 * ld), factor, s00, s01, s02, s03, s04);
            StoreRow<TA, TB, TTriangle>(1, partial + (1 * ld), factor, s10, s11, s12, s13, s14);
            StoreRow<TA, TB, TTriangle>(2, partial + (2 * ld), factor, s20, s21, s22, s23, s24);
            StoreRow<TA, TB, TTriangle>(3, partial + (3 * ld), factor, s30, s31, s32, s33, s34);
            StoreRow<TA, TB, TTriangle>(4, partial + (4 * ld), factor, s40, s41, s42, s43, s44);
        }
    }

    /// <summary>Whether the block has the pair (i, j).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Has<TA, TB, TTriangle>(int i, int j)
        where TA : struct, ICount
        where TB : struct, ICount
        where TTriangle : struct, ICount => i < TA.Value && j < TB.Value && (i <= j || TTriangle.Value == 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow<TA, TB, TTriangle>(
        int i, T* a, TWide y0, TWide y1, TWide y2, TWide y3, TWide y4, ref TWide s0, ref TWide s1, ref TWide s2, ref TWide s3, ref TWide s4)
        where TA : struct, ICount
        where TB : struct, ICount
        where TTriangle : struct, ICount
    {
        if (i < TA.Value)
        {
            TWide x = TSimd.LoadWide(a);
            if (Has<TA, TB, TTriangle>(i, 0)) { s0 = TSimd.WideMultiplyAdd(x, y0, s0); }
            if (Has<TA, TB, TTriangle>(i, 1)) { s1 = TSimd.WideMultiplyAdd(x, y1, s1); }
            if (Has<TA, TB, TTriangle>(i, 2)) { s2 = TSimd.WideMultiplyAdd(x, y2, s2); }
            if (Has<TA, TB, TTriangle>(i, 3)) { s3 = TSimd.WideMultiplyAdd(x, y3, s3); }
            if (Has<TA, TB, TTriangle>(i, 4)) { s4 = TSimd.WideMultiplyAdd(x, y4, s4); }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<TA, TB, TTriangle>(int i, double* partial, TWide factor, TWide s0, TWide s1, TWide s2, TWide s3, TWide s4)
        where TA : struct, ICount
        where TB : struct, ICount
        where TTriangle : struct, ICount
    {
        if (Has<TA, TB, TTriangle>(i, 0)) { Store(partial + (0 * TSimd.WideCount), s0, factor); }
        if (Has<TA, TB, TTriangle>(i, 1)) { Store(partial + (1 * TSimd.WideCount), s1, factor); }
        if (Has<TA, TB, TTriangle>(i, 2)) { Store(partial + (2 * TSimd.WideCount), s2, factor); }
        if (Has<TA, TB, TTriangle>(i, 3)) { Store(partial + (3 * TSimd.WideCount), s3, factor); }
        if (Has<TA, TB, TTriangle>(i, 4)) { Store(partial + (4 * TSimd.WideCount), s4, factor); }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(double* place, TWide sum, TWide factor) =>
        TSimd.WideStore(place, TSimd.WideMultiplyAdd(factor, sum, TSimd.WideLoad(place)));
}
