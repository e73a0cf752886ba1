using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Dynamics;

/// <summary>With skip connections depth does not delay the onset.</summary>
public sealed record SkipRemovesDelay() : Claim(
    Id: "skip-removes-delay",
    Source: "Section 5.3.2, third point; Figures 7 and 9",
    Quote: "the presence of skip connections addresses the vanishing gradient problem … thereby accelerating the model's convergence",
    Sentence: "With skip connections (model b), more blocks do not delay the onset of the fitting error's decrease.",
    Statistic: "Kendall's τ_b of k and onset, the onset as defined for depth-delays-onset.",
    Threshold: "≤ 0: the onset does not come later with depth.",
    Figures: ["figure7", "figure9"])
{
    protected override IReadOnlyList<Thresholds> Grid => Thresholds.Margins;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        const string model = "b";
        cases.AddOverDepth(model, "τ of k and onset", runs => DepthTrend.WithDepth(runs, run => run.OnsetStep(at.Margin)), Criterion.AtMost(0));
        foreach (int k in cases.Depths(model))
        {
            cases.AddRunsContext(model, k, "onset (step)", run => run.OnsetStep(at.Margin));
        }
    }
}
