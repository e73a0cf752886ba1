namespace StructuralError.Core.Structure;

/// <summary>
/// The unit eigenvector of the smallest eigenvalue of a symmetric positive semidefinite matrix, by cyclic Jacobi rotations in float64. Buffers are made once:
/// finding a vector allocates nothing. Not for several threads at once.
/// </summary>
/// <remarks>
/// Rotations end when every |a_pq| ≤ 2⁻⁵³·√(a_pp·a_qq): for a positive semidefinite matrix the small eigenvalues then keep their relative accuracy (Demmel and
/// Veselić, <em>Jacobi's method is more accurate than QR</em>, 1992). Where the smallest eigenvalue is multiple, every unit vector of its eigenspace would do.
/// The one found is the image of a basis vector under rotations in a fixed order, and so the same every time; of equal diagonal entries at the end the first
/// counts, which makes it the first basis vector for a multiple of the identity.
/// </remarks>
/// <param name="size">C: matrices are C × C.</param>
internal sealed class SmallestEigenvector(int size)
{
    // A matrix of ordinary scaling takes 6 to 10.
    private const int MaximumSweeps = 40;

    private const double Relative = 1.0 / (1L << 53);

    // What is this far below the largest entry is rounding of zero, also beside a diagonal of zeros.
    private const double Negligible = Relative / (1L << 20);

    private readonly double[] _a = new double[size * size];

    // Row i holds the i-th eigenvector.
    private readonly double[] _vectors = new double[size * size];

    /// <summary>Finds v with ‖v‖ = 1 and A v = λ_min v.</summary>
    /// <param name="matrix">A, row-major; its upper triangle is read.</param>
    /// <param name="vector">Receives v; NaN throughout where the matrix is not finite.</param>
    /// <exception cref="ArgumentException">A length is not that of the size.</exception>
    public void Find(ReadOnlySpan<double> matrix, Span<double> vector)
    {
        if (matrix.Length != size * size || vector.Length != size)
        {
            throw new ArgumentException($"a matrix of {matrix.Length} and a vector of {vector.Length} entries are not of size {size}.", nameof(matrix));
        }

        double largest = 0;
        foreach (double entry in matrix)
        {
            largest = Math.Max(largest, Math.Abs(entry));
        }

        if (!double.IsFinite(largest))
        {
            vector.Fill(double.NaN);
            return;
        }

        matrix.CopyTo(_a);
        _vectors.AsSpan().Clear();
        for (int i = 0; i < size; i++)
        {
            _vectors[(i * size) + i] = 1;
        }

        double negligible = Negligible * largest;
        int sweeps = 0;
        while (sweeps < MaximumSweeps && Sweep(negligible))
        {
            sweeps++;
        }

        CopySmallest(vector);
    }

    /// <returns>Whether anything was rotated.</returns>
    private bool Sweep(double negligible)
    {
        bool rotated = false;
        for (int p = 0; p < size; p++)
        {
            for (int q = p + 1; q < size; q++)
            {
                double off = Math.Abs(_a[(p * size) + q]);
                double diagonal = Math.Sqrt(Math.Abs(_a[(p * size) + p]) * Math.Abs(_a[(q * size) + q]));
                if (off > negligible && off > Relative * diagonal)
                {
                    Rotate(p, q);
                    rotated = true;
                }
            }
        }

        return rotated;
    }

    /// <summary>Makes a_pq zero: A ← Gᵀ A G in the upper triangle, V ← V G.</summary>
    private void Rotate(int p, int q)
    {
        double pq = _a[(p * size) + q];
        double theta = (_a[(q * size) + q] - _a[(p * size) + p]) / (2 * pq);
        double tangent = Math.CopySign(1, theta) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        double cosine = 1 / Math.Sqrt((tangent * tangent) + 1), sine = tangent * cosine;
        _a[(p * size) + p] -= tangent * pq;
        _a[(q * size) + q] += tangent * pq;
        _a[(p * size) + q] = 0;
        for (int i = 0; i < size; i++)
        {
            if (i != p && i != q)
            {
                Turn(ref _a[Upper(i, p)], ref _a[Upper(i, q)], cosine, sine);
            }

            Turn(ref _vectors[(p * size) + i], ref _vectors[(q * size) + i], cosine, sine);
        }
    }

    private static void Turn(ref double x, ref double y, double cosine, double sine) => (x, y) = ((cosine * x) - (sine * y), (sine * x) + (cosine * y));

    private int Upper(int i, int j) => i < j ? (i * size) + j : (j * size) + i;

    private void CopySmallest(Span<double> vector)
    {
        int smallest = 0;
        for (int i = 1; i < size; i++)
        {
            smallest = _a[(i * size) + i] < _a[(smallest * size) + smallest] ? i : smallest;
        }

        Span<double> found = _vectors.AsSpan(smallest * size, size);

        // The rotations' rounding is taken out of the length.
        double norm = SquareMatrix.Norm(found);
        for (int i = 0; i < size; i++)
        {
            vector[i] = found[i] / norm;
        }
    }
}
