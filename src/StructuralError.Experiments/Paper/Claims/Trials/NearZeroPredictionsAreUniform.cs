using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Trials;

/// <summary>Theorem 2.1 along the ray from 0 to the initial parameters.</summary>
public sealed record NearZeroPredictionsAreUniform() : TrialClaim(
    Id: "near-zero-predictions-are-uniform",
    Source: "Theorem 2, eq. 10",
    Quote: "There exist constants k > 0 and ε > 0 such that ‖p‖² ≤ k‖θ‖² + 1/|Y|",
    Sentence: "Near θ = 0 the predictions leave the uniform distribution no faster than the square of the parameters: ‖p‖² ≤ k‖θ‖² + 1/C.",
    Statistic: "Along s·θ₀, θ₀ the initial parameters, k(s) = (‖p‖² − 1/C)/‖sθ₀‖², the largest of the seed's first batch: k(0.001)/k(0.01). "
        + "(tables/trials.csv has k at four s.)",
    Threshold: "≤ 2: k does not grow as s falls tenfold, so one k does for all. A function that fell as s and not as its square would give 10. What is left "
        + "of k at s → 0 comes from the output bias alone: the other layers' part falls faster, so the theorem says nothing of the weights.",
    Experiment: "near-zero",
    Quantity: "k(0.001)/k(0.01)",
    Kind: ClaimKind.Theorem)
{
    protected override IReadOnlyList<Thresholds> Grid { get; } = [.. new[] { 1.5, 2, 3 }.Select(factor => Thresholds.Default with { MuchLarger = factor })];

    protected override Criterion Criterion => CriterionAt(Thresholds.Default);

    protected override Criterion CriterionAt(Thresholds at) => Criterion.AtMost(at.MuchLarger);

    protected override double Of(IReadOnlyList<Trial> trials) => trials[0].Value / trials[1].Value;
}
