using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace StructuralError.Tests.Oracle;

/// <summary>Eigenvalues by MathNet.Numerics, ascending.</summary>
public static class SymmetricEigenvalues
{
    /// <param name="matrix">Symmetric, row-major, size × size.</param>
    /// <returns>NaN throughout where an entry is not finite.</returns>
    public static double[] Of(ReadOnlySpan<double> matrix, int size)
    {
        double[] entries = matrix.ToArray();
        if (!entries.All(double.IsFinite))
        {
            return [.. Enumerable.Repeat(double.NaN, size)];
        }

        // Evd trusts the caller's word for the symmetry, so rounding differences between the halves are removed first.
        var a = new DenseMatrix(size, size, entries);
        return [.. ((a + a.Transpose()) / 2).Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).Order()];
    }
}
