using static TorchSharp.torch;

namespace StructuralError.Torch.Steps;

/// <summary><c>torch.linalg.eigvalsh</c>, which throws at the first matrix that is not finite and forgets the others.</summary>
internal static class SymmetricEigenvalues
{
    // Relative to the largest eigenvalue.
    private const double Rounding = 1e-12;

    /// <param name="matrices">Positive semidefinite, [n, C, C], float64.</param>
    /// <param name="floor">What is added to every eigenvalue of a matrix, [n, 1].</param>
    /// <returns>Ascending, [n, C]; not a number for a matrix that is not finite.</returns>
    public static Tensor Of(Tensor matrices, Tensor floor)
    {
        Tensor isFinite = matrices.isfinite().flatten(1).all(1);
        Tensor values = linalg.eigvalsh(where(isFinite.view(-1, 1, 1), matrices, zeros_like(matrices)));
        Tensor rounding = (values.select(1, -1).unsqueeze(1) + floor) * Rounding;

        // As in the other engines: what is negative within rounding is 0, and without a floor what is positive within rounding too.
        Tensor isZero = values.abs() <= rounding;
        values = where(isZero.logical_and((values < 0).logical_or(floor <= 0)), zeros_like(values), values) + floor;
        return where(isFinite.view(-1, 1), values, full_like(values, double.NaN));
    }
}
