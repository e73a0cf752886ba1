using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Dynamics;

/// <summary>Without skip connections the structural error of a deeper network settles later.</summary>
public sealed record DepthDelaysSettling() : Claim(
    Id: "depth-delays-settling",
    Source: "Section 5.3.2, first point; Figure 6",
    Quote: "increasing parameter number prolongs the time required for structural error to converge",
    Sentence: "Without skip connections (model a), more blocks prolong the time the structural error needs to converge.",
    Statistic: "Settling: the first step from which the running median of S (25 rows, centred) stays within a band around its final value, the median of the "
        + "last 50 rows, to the end; the band is ±10 % of the running median's range over the run. A run has not settled if fewer than 100 rows follow, or "
        + "if that range is below 5 standard deviations of the rows around their running median (1.4826 × the median distance): it has not moved yet. That "
        + "counts as later than all others. Kendall's τ_b of k and settling.",
    Threshold: "≥ 0.8: with six depths at most one pair of neighbours in the wrong order.",
    Figures: ["figure6"])
{
    protected override IReadOnlyList<Thresholds> Grid => Thresholds.Bands;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        const string model = "a";
        cases.AddOverDepth(
            model, "τ of k and settling", runs => DepthTrend.WithDepth(runs, run => run.SettlingStep(at.Band)), Criterion.AtLeast(at.Ordered));
        foreach (int k in cases.Depths(model))
        {
            cases.AddRunsContext(model, k, "settling of S (step)", run => run.SettlingStep(at.Band));
        }
    }
}
