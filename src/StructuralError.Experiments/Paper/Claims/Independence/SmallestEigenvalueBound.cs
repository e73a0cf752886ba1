using MathNet.Numerics.Statistics;
using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Independence;

/// <summary>The step in Theorem 4's proof that bounds λ_min from below by the smallest diagonal entry.</summary>
public sealed record SmallestEigenvalueBound() : Claim(
    Id: "smallest-eigenvalue-bound",
    Source: "Section 4.3.2, proof of Theorem 4 (from eq. 26 to eq. 27)",
    Quote: "λ_min(A_x) ≥ (1 − 2 log|q|/|θ|)² ε²",
    Sentence: "The smallest eigenvalue of the structural matrix is at least its smallest diagonal entry.",
    Statistic: "lambda_min_over_smallest_diagonal, the batch's mean of λ_min / min_c A_cc, in initialization.csv: median over the model's networks.",
    Threshold: "≥ 1 − 1e-9. For a symmetric matrix the ratio is at most 1 (Rayleigh quotient of a unit vector), and 1 only where that unit vector is an "
        + "eigenvector; so the step is valid where A is diagonal in that class, and by the factor 1/ratio wrong elsewhere.",
    Figures: ["theorem4"],
    Kind: ClaimKind.ProofStep)
{
    /// <summary>Rounding of an eigenvalue solver, with room.</summary>
    public const double Rounding = 1e-9;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (string model in PaperModels.All)
        {
            cases.AddInitial(
                model,
                "median λ_min / min A_cc",
                networks => networks.Select(network => network.Independence.LambdaMinOverSmallestDiagonal).Median(),
                Criterion.AtLeast(1 - Rounding));
            foreach ((int k, int width) in cases.InitialSizes(model))
            {
                cases.AddInitialContext(model, k, width, "λ_min / min A_cc", network => network.Independence.LambdaMinOverSmallestDiagonal);
            }
        }
    }
}
