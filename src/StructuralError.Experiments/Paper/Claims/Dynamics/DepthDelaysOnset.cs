using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Dynamics;

/// <summary>Without skip connections a deeper network begins to learn later.</summary>
public sealed record DepthDelaysOnset() : Claim(
    Id: "depth-delays-onset",
    Source: "Section 5.3.2, first point; Figure 6",
    Quote: "thereby delaying the onset of fitting error reduction",
    Sentence: "Without skip connections (model a), more blocks delay the onset of the fitting error's decrease.",
    Statistic: "Onset: the first step from which the running median of log_fitting_error (25 rows, centred) stays at least 0.1 below its initial level, the "
        + "median of the first 10 rows, to the end. An onset beyond the run counts as later than all others. Kendall's τ_b of k and onset. As "
        + "logarithms of means: the same of log_mean_fitting_error.",
    Threshold: "≥ 0.8: with six depths at most one pair of neighbours in the wrong order. The margin of 0.1 (E_f lower by a tenth) is twenty times what the "
        + "running median strays before the decrease on MNIST; \"to the end\", because a passing dip is no onset.",
    Figures: ["figure6"])
{
    protected override IReadOnlyList<Thresholds> Grid => Thresholds.Margins;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        const string model = "a";
        foreach (Average by in Average.Both)
        {
            cases.Read(by.Name);
            cases.AddOverDepth(
                model, "τ of k and onset", runs => DepthTrend.WithDepth(runs, run => run.OnsetStep(at.Margin, by)), Criterion.AtLeast(at.Ordered));
            foreach (int k in cases.Depths(model))
            {
                cases.AddRunsContext(model, k, $"onset (step), {by.Name}", run => run.OnsetStep(at.Margin, by));
            }
        }
    }
}
