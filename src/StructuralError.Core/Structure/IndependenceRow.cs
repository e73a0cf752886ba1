namespace StructuralError.Core.Structure;

/// <summary>
/// One row of <c>independence.csv</c>: the columns of ∇f (rows of J_x) at step t against the Gradient Independence Condition (paper, Definition 1), Lemma 2's
/// bounds as the proof uses them (eq. 26) and Theorem 4's (eq. 25). All of it follows from A, since A_cc' = ⟨∇f_c, ∇f_c'⟩. Values are means over the samples
/// unless they count.
/// </summary>
/// <remarks>ε² = max_c A_cc, the smallest ball that holds the columns; C classes, P = |θ| parameters, natural logarithms.</remarks>
public record struct IndependenceRow
{
    public required long Step;

    public required int Samples;

    /// <summary>P.</summary>
    public required long Parameters;

    /// <summary>Mean of ln ε².</summary>
    public required double LogEpsilonSquared;

    /// <summary>Mean of min_c ‖∇f_c‖ / ε; Lemma 2 wants at least 1 − 2 ln C / P.</summary>
    public required double SmallestNormRatio;

    /// <summary>Mean over the samples of the mean |cos(∇f_c, ∇f_c')| over the pairs c ≠ c'.</summary>
    public required double MeanAbsoluteCosine;

    /// <summary>Mean of max |cos(∇f_c, ∇f_c')|.</summary>
    public required double LargestAbsoluteCosine;

    /// <summary>Samples in which a norm is below (1 − 2 ln C / P)·ε.</summary>
    public required int NormFailures;

    /// <summary>Samples in which a |⟨∇f_c, ∇f_c'⟩| is above √(6 ln C)/√(P − 1)·ε².</summary>
    public required int CosineFailures;

    /// <summary>Mean of U.</summary>
    public required double U;

    /// <summary>Mean of eq. 25's bound of U, −ln (1 − 2 ln C / P)² − ln ε².</summary>
    public required double BoundOfU;

    /// <summary>Samples with U above its bound.</summary>
    public required int UViolations;

    /// <summary>Mean of G.</summary>
    public required double G;

    /// <summary>Eq. 25's bound of G, ln(Z + 1), Z = 2C√(6 ln C)/√(P − 1)·(1 − 2 ln C / P)².</summary>
    public required double BoundOfG;

    /// <summary>Samples with G above its bound.</summary>
    public required int GViolations;

    /// <summary>Mean of λ_min / min_c A_cc. The proof takes it for at least 1 (eq. 27); for a symmetric matrix it is at most 1.</summary>
    public required double LambdaMinOverSmallestDiagonal;
}
