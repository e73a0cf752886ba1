using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StructuralError.Core.RandomNumbers;

/// <summary>
/// Random matrices with orthonormal rows or columns, as <c>torch.nn.init.orthogonal_</c> makes them: normal numbers, Q of the QR
/// decomposition of the matrix (of its transpose where it has fewer rows than columns), each column of Q times the sign of R's diagonal.
/// </summary>
internal static class OrthogonalMatrix
{
    /// <summary>Overwrites a matrix of <paramref name="rows"/> rows, stored row by row; a convolution's weight counts as one row an output channel.</summary>
    /// <remarks>
    /// Householder's method in float64 (Golub and Van Loan, Matrix Computations, 5.2), result rounded to float32. The decomposition with a
    /// positive diagonal is unique, so this is PyTorch's matrix up to rounding. Sums have a fixed order: the same bytes on every machine.
    /// </remarks>
    public static void Fill(Span<float> matrix, int rows, TorchGenerator generator)
    {
        int columns = matrix.Length / rows;
        generator.FillNormal(matrix, 0, 1);

        // Work on a tall matrix, one array a column: for a wide one, its rows.
        bool tall = rows >= columns;
        int length = tall ? rows : columns;
        double[][] a = new double[tall ? columns : rows][];
        for (int j = 0; j < a.Length; j++)
        {
            a[j] = new double[length];
            for (int i = 0; i < length; i++)
            {
                a[j][i] = matrix[tall ? (i * columns) + j : (j * columns) + i];
            }
        }

        double[][] q = OrthonormalColumns(a);
        for (int j = 0; j < a.Length; j++)
        {
            for (int i = 0; i < length; i++)
            {
                matrix[tall ? (i * columns) + j : (j * columns) + i] = (float)q[j][i];
            }
        }
    }

    /// <summary>Q of a = Q R with R's diagonal positive. Overwrites <paramref name="a"/> with the reflections' vectors.</summary>
    private static double[][] OrthonormalColumns(double[][] a)
    {
        int count = a.Length;
        double[] scale = new double[count];
        bool[] negative = new bool[count];
        for (int j = 0; j < count; j++)
        {
            // H = I − scale · v vᵀ maps the column's lower part to ∓norm · e₁; the sign is chosen against cancellation.
            Span<double> v = a[j].AsSpan(j);
            double norm = Math.Sqrt(Dot(v, v));
            negative[j] = v[0] > 0;
            v[0] += negative[j] ? norm : -norm;
            double squared = Dot(v, v);
            scale[j] = squared == 0 ? 0 : 2 / squared;
            for (int other = j + 1; other < count; other++)
            {
                Reflect(v, scale[j], a[other].AsSpan(j));
            }
        }

        double[][] q = new double[count][];
        for (int column = 0; column < count; column++)
        {
            q[column] = new double[a[0].Length];
            q[column][column] = negative[column] ? -1 : 1;
            for (int j = column; j >= 0; j--)
            {
                Reflect(a[j].AsSpan(j), scale[j], q[column].AsSpan(j));
            }
        }

        return q;
    }

    private static void Reflect(ReadOnlySpan<double> v, double scale, Span<double> x)
    {
        double factor = -scale * Dot(v, x);
        Span<Vector256<double>> wide = MemoryMarshal.Cast<double, Vector256<double>>(x);
        ReadOnlySpan<Vector256<double>> wideV = MemoryMarshal.Cast<double, Vector256<double>>(v);
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] += wideV[i] * factor;
        }

        for (int i = wide.Length * Vector256<double>.Count; i < x.Length; i++)
        {
            x[i] += v[i] * factor;
        }
    }

    // Four partial sums whatever the machine's vectors are: without AVX, Vector256 is emulated lane by lane.
    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ReadOnlySpan<Vector256<double>> wideX = MemoryMarshal.Cast<double, Vector256<double>>(x);
        ReadOnlySpan<Vector256<double>> wideY = MemoryMarshal.Cast<double, Vector256<double>>(y);
        Vector256<double> sums = Vector256<double>.Zero;
        for (int i = 0; i < wideX.Length; i++)
        {
            sums += wideX[i] * wideY[i];
        }

        double total = sums[0] + sums[1] + (sums[2] + sums[3]);
        for (int i = wideX.Length * Vector256<double>.Count; i < x.Length; i++)
        {
            total += x[i] * y[i];
        }

        return total;
    }
}
