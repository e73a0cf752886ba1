using StructuralError.Core.Engines;
using StructuralError.Core.Networks;

namespace StructuralError.Experiments.SelfCheck;

/// <summary>Identities among the numbers of one measurement, of sample n. Each gives how far it is violated, relative to the numbers' size.</summary>
internal static class MeasuredIdentities
{
    /// <summary>max |A_ab − A_ba| against the largest entry.</summary>
    public static double Asymmetry(Network network, Measurements measured, int n)
    {
        int c = measured.Classes;
        double[] matrix = Matrix(measured, n);
        double[] transposed = [.. Enumerable.Range(0, c * c).Select(i => matrix[(i % c * c) + (i / c)])];
        return Deviation.Of(matrix, transposed);
    }

    /// <summary>Σ_c λ_c = Σ_c A_cc, λ_c ≤ λ_{c+1}, λ_1 ≥ 0.</summary>
    public static double Eigenvalues(Network network, Measurements measured, int n)
    {
        int c = measured.Classes;
        double[] matrix = Matrix(measured, n), values = Values(measured, n);
        double trace = Enumerable.Range(0, c).Sum(a => matrix[(a * c) + a]);
        double disorder = Enumerable.Range(1, c - 1).Max(a => Math.Max(0, values[a - 1] - values[a]));
        return Deviation.Largest(Deviation.Of(trace, values.Sum()), disorder / values[^1], Math.Max(0, -values[0]) / values[^1]);
    }

    /// <summary>Σ_l A⁽ˡ⁾ = A.</summary>
    public static double LayerSum(Network network, Measurements measured, int n)
    {
        int size = measured.Classes * measured.Classes, layers = measured.LayerCount;
        double[] sum = [.. Enumerable.Range(0, size).Select(i => Enumerable.Range(n * layers, layers).Sum(l => measured.LayerA[(l * size) + i]))];
        return Deviation.Of(Matrix(measured, n), sum);
    }

    /// <summary>λ_min E_f ≤ ‖∇loss‖² ≤ λ_max E_f (paper, Theorem 3).</summary>
    public static double Theorem3(Network network, Measurements measured, int n)
    {
        double[] values = Values(measured, n);
        double error = measured.FittingError[n], gradient = measured.GradientNorm[n];
        double violation = Math.Max(0, Math.Max((values[0] * error) - gradient, gradient - (values[^1] * error)));
        return violation / (values[^1] * error);
    }

    /// <summary>With a trainable output bias A − I is positive semidefinite: the bias alone puts the identity into A.</summary>
    public static double Floor(Network network, Measurements measured, int n) => network.HasOutputBias ? Math.Max(0, 1 - Values(measured, n)[0]) : 0;

    private static double[] Matrix(Measurements measured, int n) =>
        measured.A.AsSpan(n * measured.Classes * measured.Classes, measured.Classes * measured.Classes).ToArray();

    private static double[] Values(Measurements measured, int n) => measured.Eigenvalues.AsSpan(n * measured.Classes, measured.Classes).ToArray();
}
