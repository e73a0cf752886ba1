using static TorchSharp.torch;

namespace StructuralError.Torch.Steps;

/// <summary><c>torch.linalg.eigvalsh</c>, which throws at the first matrix that is not finite and forgets the others.</summary>
internal static class SymmetricEigenvalues
{
    // As in the other engines: what is negative within rounding of the largest eigenvalue is 0.
    private const double Rounding = 1e-12;

    /// <param name="matrices">Positive semidefinite, [n, C, C], float64.</param>
    /// <returns>Ascending, [n, C]; not a number for a matrix that is not finite.</returns>
    public static Tensor Of(Tensor matrices)
    {
        Tensor isFinite = matrices.isfinite().flatten(1).all(1);
        Tensor values = linalg.eigvalsh(where(isFinite.view(-1, 1, 1), matrices, zeros_like(matrices)));
        Tensor largest = values.select(1, -1).unsqueeze(1);
        values = where((values < 0).logical_and(values >= largest * -Rounding), zeros_like(values), values);
        return where(isFinite.view(-1, 1), values, full_like(values, double.NaN));
    }
}
