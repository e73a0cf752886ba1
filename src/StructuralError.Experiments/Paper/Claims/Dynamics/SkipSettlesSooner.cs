using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Dynamics;

/// <summary>Skip connections let the structural error converge sooner.</summary>
public sealed record SkipSettlesSooner() : Claim(
    Id: "skip-settles-sooner",
    Source: "Section 5.3.2, third point; Figures 6 and 7",
    Quote: "Skip connections … can accelerate the convergence of structural error",
    Sentence: "Skip connections accelerate the convergence of the structural error: it settles sooner in b than in a, at each k ≥ 1.",
    Statistic:
        "Settling step of a less that of b at the same k and seed, as defined for depth-delays-settling. A run that has not settled counts with the step "
        + "after its last, the least that it can be.",
    Threshold: "> 0 steps: b is sooner.",
    Figures: ["figure6", "figure7"])
{
    protected override IReadOnlyList<Thresholds> Grid => Thresholds.Bands;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (int k in cases.Depths("b").Where(k => k > 0).DefaultIfEmpty(EvidenceBuilder.PaperK))
        {
            cases.AddPairs(
                "a", "b", k, "lead of b (steps)", (a, b) => RunStatistics.Lead(a, a.SettlingStep(at.Band), b, b.SettlingStep(at.Band)), Criterion.Above(0));
        }
    }
}
