using StructuralError.Core.Engines;

namespace StructuralError.Core.Structure;

/// <summary>
/// Theorem 3 on one sample: λ_min·E_f ≤ ‖∇θ loss‖² ≤ λ_max·E_f, the Rayleigh quotient of the error e in A_x. It holds for every
/// symmetric positive semidefinite A, so a violation beyond rounding means a wrong measurement, not an unusual network.
/// </summary>
public static class Theorem3
{
    /// <summary>
    /// Allowed excess as a share of λ_max·E_f in float64. Eigenvalues and eᵀAe carry rounding of about C·2⁻⁵² ≈ 2e-15 of λ_max; the sums behind A
    /// add up to √P·2⁻⁵², below 1e-12 for a million parameters. Two digits are left in hand.
    /// </summary>
    public const double Float64Tolerance = 1e-10;

    /// <summary>
    /// The same in float32: cotangents and activations carry about 2⁻²⁴ ≈ 6e-8 for each product, sums over a few thousand terms up to 1e-5 of λ_max.
    /// </summary>
    public const double Float32Tolerance = 1e-4;

    /// <summary>2⁻⁵².</summary>
    private const double Rounding = 2.220446049250313e-16;

    public static double Tolerance(Precision precision) => precision == Precision.F64 ? Float64Tolerance : Float32Tolerance;

    /// <summary>
    /// True where the order holds within <paramref name="tolerance"/>·λ_max·E_f, λ_min is not negative beyond <paramref name="tolerance"/>·λ_max and every
    /// value is finite. Anything that is NaN or infinite fails. λ_min = 0 breaks nothing: the order then says little, but it holds.
    /// </summary>
    /// <param name="gradientNorm">‖∇θ loss‖² = eᵀ A e.</param>
    /// <param name="fittingError">E_f = ‖e‖².</param>
    public static bool Holds(double lambdaMin, double lambdaMax, double fittingError, double gradientNorm, double tolerance)
    {
        double upper = lambdaMax * fittingError;
        double slack = tolerance * upper;
        return double.IsFinite(upper) && double.IsFinite(gradientNorm) && fittingError >= 0 && lambdaMin >= -tolerance * lambdaMax
            && lambdaMin * fittingError <= gradientNorm + slack && gradientNorm <= upper + slack;
    }

    /// <summary>The samples of a batch on which it does not hold.</summary>
    public static int Violations(Measurements measured, double tolerance)
    {
        int violations = 0;
        for (int n = 0; n < measured.Count; n++)
        {
            ReadOnlySpan<double> eigenvalues = measured.Eigenvalues.AsSpan(n * measured.Classes, measured.Classes);
            violations += Holds(eigenvalues, measured, n, tolerance) ? 0 : 1;
        }

        return violations;
    }

    /// <summary>
    /// The samples of a batch whose A is singular at working precision, λ_min = 0: U and the upper bound are infinite there, which is no violation. Engines set
    /// an eigenvalue to 0 that lies within their solver's error of it.
    /// </summary>
    public static int SingularSamples(Measurements measured)
    {
        int singular = 0;
        for (int n = 0; n < measured.Count; n++)
        {
            singular += measured.Eigenvalues[n * measured.Classes] <= 0 ? 1 : 0;
        }

        return singular;
    }

    private static bool Holds(ReadOnlySpan<double> eigenvalues, Measurements measured, int n, double tolerance)
    {
        double logError = measured.SmallLogFittingError[n];
        if (!measured.IsSmall(n) || double.IsNegativeInfinity(logError))
        {
            // Of an exact fit this says 0 ≤ 0 ≤ 0, as long as A was measured.
            return Holds(eigenvalues[0], eigenvalues[^1], measured.FittingError[n], measured.GradientNorm[n], tolerance);
        }

        // The order does not depend on the size of e. Both logarithms carry the rounding of their own size.
        return Holds(eigenvalues[0], eigenvalues[^1], 1, Math.Exp(measured.SmallLogGradientNorm[n] - logError), tolerance + (4 * Rounding * -logError));
    }
}
