using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Dynamics;

/// <summary>With skip connections depth does not delay the onset.</summary>
public sealed record SkipRemovesDelay() : Claim(
    Id: "skip-removes-delay",
    Source: "Section 5.3.2, third point; Figures 7 and 9",
    Quote: "the presence of skip connections addresses the vanishing gradient problem … thereby accelerating the model's convergence",
    Sentence: "With skip connections (model b), more blocks do not delay the onset of the fitting error's decrease.",
    Statistic: "Kendall's τ_b of k and onset, the onset as defined for depth-delays-onset; as logarithms of means, the same of log_mean_fitting_error.",
    Threshold: "≤ 0: the onset does not come later with depth.",
    Figures: ["figure7", "figure9"])
{
    protected override IReadOnlyList<Thresholds> Grid => Thresholds.Margins;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        const string model = "b";
        foreach (Average by in Average.Both)
        {
            cases.Read(by.Name);
            cases.AddOverDepth(model, "τ of k and onset", runs => DepthTrend.WithDepth(runs, run => run.OnsetStep(at.Margin, by)), Criterion.AtMost(0));
            foreach (int k in cases.Depths(model))
            {
                cases.AddRunsContext(model, k, $"onset (step), {by.Name}", run => run.OnsetStep(at.Margin, by));
            }
        }
    }
}
