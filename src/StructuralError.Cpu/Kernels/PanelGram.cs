using System.Runtime.CompilerServices;
using StructuralError.Cpu.Simd;
using static StructuralError.Cpu.Kernels.Counts;

namespace StructuralError.Cpu.Kernels;

/// <summary>
/// Inner products of all pairs of many rows, float64 sums whatever the element type: S[i, j] += scale · Σ_v a[i, v] · b[j, v], j ≤ i.
/// The rows are packed as float64 in panels of <see cref="Panel"/>, feature by feature, so that a vector holds neighbouring rows: nothing has to be summed over
/// lanes, and eight rows by two vectors of sums stay in registers. Features in which every row is zero are left out.
/// </summary>
internal static unsafe class PanelGram<T, TVector, TWide, TSimd>
    where T : unmanaged
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    // Rows side by side in a panel: a multiple of two vectors of every instruction set.
    private const int Panel = 16;

    // Features packed at a time: a panel of them is a third of the first-level cache.
    private const int Depth = 128;

    /// <summary>Float64 values that the sums of <paramref name="rows"/> rows take; the working space lies behind them.</summary>
    public static int SumCount(int rows) => Pad(rows) * Pad(rows);

    /// <summary>Float64 values of sums and working space.</summary>
    public static int Count(int rows) => SumCount(rows) + (2 * Pad(rows) * Depth);

    /// <summary>Adds the pairs of one set of rows.</summary>
    /// <param name="a">Rows of <paramref name="length"/> elements, a multiple of the vector's length, <paramref name="stride"/> elements apart.</param>
    /// <param name="scale">Factor of the whole contribution.</param>
    /// <param name="sums"><see cref="Count"/> values.</param>
    public static void Add(T* a, nint stride, int rows, int length, double scale, double* sums)
    {
        unchecked
        {
            int* features = stackalloc int[Depth + BitLists.Slack];
            double* packed = sums + SumCount(rows);
            for (int first = 0; first < length; first += Depth)
            {
                int count = FindNonZero(a + first, stride, rows, Math.Min(Depth, length - first), features);
                for (int r = 0; r < rows; r++)
                {
                    T* row = a + (r * stride) + first;
                    double* to = packed + Place(r);
                    for (int k = 0; k < count; k++)
                    {
                        to[k * Panel] = ToDouble(row[features[k]]);
                    }
                }

                Multiply(packed, packed, rows, count, scale, sums);
            }
        }
    }

    /// <summary>Adds Σ_v a[i, v] · b[j, v] for j ≤ i, b in float64.</summary>
    /// <param name="length">Of the rows of both, which are as far apart.</param>
    public static void AddProducts(T* a, double* b, int rows, int length, double* sums)
    {
        unchecked
        {
            double* left = sums + SumCount(rows), right = left + (Pad(rows) * Depth);
            for (int first = 0; first < length; first += Depth)
            {
                int count = Math.Min(Depth, length - first);
                for (int r = 0; r < rows; r++)
                {
                    nint row = ((nint)r * length) + first;
                    for (int k = 0; k < count; k++)
                    {
                        left[Place(r) + (k * Panel)] = ToDouble(a[row + k]);
                        right[Place(r) + (k * Panel)] = b[row + k];
                    }
                }

                Multiply(left, right, rows, count, 1, sums);
            }
        }
    }

    /// <summary>target[i, j] = S[i, j], both triangles. Shape of target: [rows, rows].</summary>
    public static void Reduce(double* sums, int rows, double* target)
    {
        unchecked
        {
            int pitch = Pad(rows);
            for (int i0 = 0; i0 < rows; i0 += Panel)
            {
                int i1 = Math.Min(rows, i0 + Panel);
                for (int j0 = 0; j0 < i1; j0 += Panel)
                {
                    for (int i = i0; i < i1; i++)
                    {
                        for (int j = j0; j < Math.Min(i, j0 + Panel); j++)
                        {
                            double sum = sums[((nint)i * pitch) + j];
                            target[((nint)i * rows) + j] = sum;
                            target[((nint)j * rows) + i] = sum;
                        }
                    }
                }
            }

            for (int i = 0; i < rows; i++)
            {
                target[((nint)i * rows) + i] = sums[((nint)i * pitch) + i];
            }
        }
    }

    private static int Pad(int rows) => (rows + Panel - 1) / Panel * Panel;

    /// <summary>Where a row's first feature lies among the packed ones.</summary>
    private static int Place(int row) => (row / Panel * Panel * Depth) + (row % Panel);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ToDouble(T value) => typeof(T) == typeof(float) ? (float)(object)value : (double)(object)value;

    private static int FindNonZero(T* a, nint stride, int rows, int length, int* features)
    {
        unchecked
        {
            int count = 0;
            for (int v = 0; v < length; v += TSimd.Count)
            {
                uint mask = 0;
                for (int r = 0; r < rows; r++)
                {
                    mask |= TSimd.NonZeroMask(TSimd.Load(a + (r * stride) + v));
                }

                count += BitLists.Append(mask, v, features + count);
            }

            return count;
        }
    }

    private static void Multiply(double* left, double* right, int rows, int depth, double scale, double* sums)
    {
        unchecked
        {
            bool eight = Tile<T, TVector, TWide, TSimd>.HasManyRegisters;
            int height = eight ? 8 : 4, width = 2 * TSimd.WideCount, pitch = Pad(rows);
            for (int j = 0; j < rows; j += width)
            {
                double* w = right + Place(j);
                for (int i = j / height * height; i < rows; i += height)
                {
                    double* x = left + Place(i), place = sums + ((nint)i * pitch) + j;
                    if (eight)
                    {
                        AddTile<N8>(x, w, depth, scale, place, pitch);
                    }
                    else
                    {
                        AddTile<N4>(x, w, depth, scale, place, pitch);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTile<TRows>(double* x, double* w, int depth, double scale, double* sums, nint pitch)
        where TRows : struct, ICount
    {
        unchecked
        {
            Row r0 = default, r1 = default, r2 = default, r3 = default, r4 = default, r5 = default, r6 = default, r7 = default;
            for (double* end = x + (depth * Panel); x < end; x += Panel, w += Panel)
            {
                TWide w0 = TSimd.WideLoad(w), w1 = TSimd.WideLoad(w + TSimd.WideCount);
                r0.Add(x[0], w0, w1);
                r1.Add(x[1], w0, w1);
                r2.Add(x[2], w0, w1);
                r3.Add(x[3], w0, w1);
                if (TRows.Value > 4)
                {
                    r4.Add(x[4], w0, w1);
                    r5.Add(x[5], w0, w1);
                    r6.Add(x[6], w0, w1);
                    r7.Add(x[7], w0, w1);
                }
            }

            TWide factor = TSimd.WideBroadcast(scale);
            r0.AddTo(sums, factor);
            r1.AddTo(sums + pitch, factor);
            r2.AddTo(sums + (2 * pitch), factor);
            r3.AddTo(sums + (3 * pitch), factor);
            if (TRows.Value > 4)
            {
                r4.AddTo(sums + (4 * pitch), factor);
                r5.AddTo(sums + (5 * pitch), factor);
                r6.AddTo(sums + (6 * pitch), factor);
                r7.AddTo(sums + (7 * pitch), factor);
            }
        }
    }

    private struct Row
    {
        private TWide _a, _b;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(double x, TWide w0, TWide w1)
        {
            TWide t = TSimd.WideBroadcast(x);
            _a = TSimd.WideMultiplyAdd(t, w0, _a);
            _b = TSimd.WideMultiplyAdd(t, w1, _b);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void AddTo(double* sums, TWide factor)
        {
            TSimd.WideStore(sums, TSimd.WideMultiplyAdd(factor, _a, TSimd.WideLoad(sums)));
            TSimd.WideStore(sums + TSimd.WideCount, TSimd.WideMultiplyAdd(factor, _b, TSimd.WideLoad(sums + TSimd.WideCount)));
        }
    }
}
