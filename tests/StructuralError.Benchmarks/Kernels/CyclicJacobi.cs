namespace StructuralError.Benchmarks.Kernels;

/// <summary>The cyclic Jacobi method for one symmetric matrix, row by row (Golub and Van Loan, Matrix Computations, section 8.5).</summary>
internal static class CyclicJacobi
{
    /// <param name="a">[order, order]; destroyed.</param>
    /// <param name="eigenvalues">Destination, ascending.</param>
    public static void Solve(double[] a, int order, Span<double> eigenvalues)
    {
        unchecked
        {
            for (int sweep = 0; sweep < 40 && !IsDiagonal(a, order); sweep++)
            {
                for (int p = 0; p < order; p++)
                {
                    for (int q = p + 1; q < order; q++)
                    {
                        Rotate(a, order, p, q);
                    }
                }
            }

            for (int i = 0; i < order; i++)
            {
                eigenvalues[i] = a[(i * order) + i];
            }

            eigenvalues.Sort();
        }
    }

    private static bool IsDiagonal(double[] a, int order)
    {
        unchecked
        {
            double diagonal = 0, off = 0;
            for (int i = 0; i < order; i++)
            {
                diagonal = Math.Max(diagonal, Math.Abs(a[(i * order) + i]));
                for (int j = i + 1; j < order; j++)
                {
                    off = Math.Max(off, Math.Abs(a[(i * order) + j]));
                }
            }

            return off <= 1.1102230246251565e-16 * diagonal;
        }
    }

    private static void Rotate(double[] a, int order, int p, int q)
    {
        unchecked
        {
            double apq = a[(p * order) + q];
            if (apq == 0)
            {
                return;
            }

            double tau = (a[(q * order) + q] - a[(p * order) + p]) / (2 * apq);
            double t = Math.CopySign(1, tau) / (Math.Abs(tau) + Math.Sqrt(1 + (tau * tau)));
            double c = 1 / Math.Sqrt(1 + (t * t)), s = t * c;
            for (int k = 0; k < order; k++)
            {
                double akp = a[(k * order) + p], akq = a[(k * order) + q];
                a[(k * order) + p] = (c * akp) - (s * akq);
                a[(k * order) + q] = (s * akp) + (c * akq);
            }

            for (int k = 0; k < order; k++)
            {
                double apk = a[(p * order) + k], aqk = a[(q * order) + k];
                a[(p * order) + k] = (c * apk) - (s * aqk);
                a[(q * order) + k] = (s * apk) + (c * aqk);
            }
        }
    }
}
