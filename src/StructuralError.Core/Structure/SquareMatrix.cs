namespace StructuralError.Core.Structure;

/// <summary>Of square matrices, row by row. Sums run in the order of the entries, so that they have the same bits on every machine.</summary>
internal static class SquareMatrix
{
    public static double Trace(ReadOnlySpan<double> matrix, int order)
    {
        double trace = 0;
        for (int i = 0; i < order; i++)
        {
            trace += matrix[(i * order) + i];
        }

        return trace;
    }

    /// <summary>vᵀ M v.</summary>
    public static double QuadraticForm(ReadOnlySpan<double> matrix, ReadOnlySpan<double> v)
    {
        double sum = 0;
        for (int i = 0; i < v.Length; i++)
        {
            sum += v[i] * Dot(matrix.Slice(i * v.Length, v.Length), v);
        }

        return sum;
    }

    /// <summary>⟨a, b⟩, of matrices the sum over all entries.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    /// <summary>‖a‖, of a matrix Frobenius' norm.</summary>
    public static double Norm(ReadOnlySpan<double> a) => Math.Sqrt(Dot(a, a));
}
