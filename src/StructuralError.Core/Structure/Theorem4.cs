namespace StructuralError.Core.Structure;

/// <summary>
/// Lemma 2's and Theorem 4's bounds for C columns in a ball of radius ε in R^P (paper, eq. 3, 25 and 26; natural logarithms). The theorem wants 2 ≤ C ≤ P − 1.
/// </summary>
/// <remarks>
/// The bound of G is computed as the paper prints it. Its proof divides (30) by (27), which would put (1 − 2 ln C / P)⁻² where (25) and (31) have the square;
/// at P = 100,000 and C = 10 the two differ by a factor of 1.0002 in Z.
/// </remarks>
public static class Theorem4
{
    /// <summary>1 − 2 ln C / P: what Lemma 2 wants the shortest column to have of ε.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No class or no parameter.</exception>
    public static double SmallestNormRatio(int classes, long parameters)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(parameters, 1);
        return 1 - (2 * Math.Log(classes) / parameters);
    }

    /// <summary>√(6 ln C)/√(P − 1): what Lemma 2 allows |⟨∇f_c, ∇f_c'⟩| to have of ε², c ≠ c'.</summary>
    /// <inheritdoc cref="SmallestNormRatio" path="/exception"/>
    public static double LargestInnerProduct(int classes, long parameters)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(parameters, 1);
        return Math.Sqrt(6 * Math.Log(classes)) / Math.Sqrt(parameters - 1);
    }

    /// <summary>Bound of U, and of L, in eq. 25: −ln (1 − 2 ln C / P)² − ln ε².</summary>
    /// <inheritdoc cref="SmallestNormRatio" path="/exception"/>
    public static double BoundOfU(int classes, long parameters, double logEpsilonSquared) =>
        -(2 * Math.Log(Math.Abs(SmallestNormRatio(classes, parameters)))) - logEpsilonSquared;

    /// <summary>Bound of G in eq. 25: ln(Z + 1), Z = 2C·√(6 ln C)/√(P − 1)·(1 − 2 ln C / P)².</summary>
    /// <inheritdoc cref="SmallestNormRatio" path="/exception"/>
    public static double BoundOfG(int classes, long parameters)
    {
        double ratio = SmallestNormRatio(classes, parameters);
        return Math.Log(1 + (2 * classes * LargestInnerProduct(classes, parameters) * ratio * ratio));
    }
}
