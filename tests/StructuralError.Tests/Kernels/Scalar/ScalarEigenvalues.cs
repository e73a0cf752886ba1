using StructuralError.Cpu.Kernels;

namespace StructuralError.Tests.Kernels.Scalar;

/// <summary>
/// What <see cref="JacobiEigenvalues{T, TVector, TWide, TSimd}"/> computes, for one matrix: the cyclic Jacobi method row by row,
/// with trigonometric functions in place of the vector kernel's algebra.
/// </summary>
internal static class ScalarEigenvalues
{
    /// <summary>The eigenvalues, ascending; all NaN where the matrix holds NaN or infinity.</summary>
    /// <param name="matrix">Symmetric, shape [C, C]; the upper triangle is read.</param>
    /// <param name="order">C.</param>
    /// <remarks>
    /// A ← RᵀAR for each pair p &lt; q in turn, R the rotation in the plane (p, q) by φ with tan 2φ = 2 a_pq / (a_qq − a_pp), which makes a_pq zero;
    /// until everything off the diagonal is zero or so small that adding it to the largest entry changes nothing.
    /// </remarks>
    public static double[] Solve(ReadOnlySpan<double> matrix, int order)
    {
        double[,] a = new double[order, order];
        double largest = 0;
        for (int i = 0; i < order; i++)
        {
            for (int j = i; j < order; j++)
            {
                a[i, j] = a[j, i] = matrix[(i * order) + j];
                largest = Math.Max(largest, Math.Abs(a[i, j]));
            }
        }

        double[] eigenvalues = new double[order];
        if (!double.IsFinite(largest))
        {
            Array.Fill(eigenvalues, double.NaN);
            return eigenvalues;
        }

        while (LargestOffDiagonal(a) + largest != largest)
        {
            for (int p = 0; p < order; p++)
            {
                for (int q = p + 1; q < order; q++)
                {
                    if (a[p, q] != 0)
                    {
                        Rotate(a, p, q, 0.5 * Math.Atan(2 * a[p, q] / (a[q, q] - a[p, p])));
                        a[p, q] = a[q, p] = 0;
                    }
                }
            }
        }

        for (int i = 0; i < order; i++)
        {
            eigenvalues[i] = a[i, i];
        }

        Array.Sort(eigenvalues);
        return eigenvalues;
    }

    /// <summary>Columns, then rows: (p, q) ← (cos φ · p − sin φ · q, sin φ · p + cos φ · q).</summary>
    private static void Rotate(double[,] a, int p, int q, double angle)
    {
        (double sin, double cos) = Math.SinCos(angle);
        for (int k = 0; k < a.GetLength(0); k++)
        {
            (a[k, p], a[k, q]) = ((cos * a[k, p]) - (sin * a[k, q]), (sin * a[k, p]) + (cos * a[k, q]));
        }

        for (int k = 0; k < a.GetLength(0); k++)
        {
            (a[p, k], a[q, k]) = ((cos * a[p, k]) - (sin * a[q, k]), (sin * a[p, k]) + (cos * a[q, k]));
        }
    }

    private static double LargestOffDiagonal(double[,] a)
    {
        double largest = 0;
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = i + 1; j < a.GetLength(1); j++)
            {
                largest = Math.Max(largest, Math.Abs(a[i, j]));
            }
        }

        return largest;
    }
}
