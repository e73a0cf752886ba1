using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Bounds;

/// <summary>The two bounds come closer to each other in training.</summary>
public sealed record GapNarrows() : Claim(
    Id: "gap-narrows",
    Source: "Section 5.2, Figure 2",
    Quote: "the gap between the bounds narrows",
    Sentence: "While the models are trained, the gap between the two bounds narrows (k = 1).",
    Statistic: "Mean of G over the last 50 rows of steps.csv less its mean over the first 50; G = upper_bound − lower_bound. In the fitting error's own unit: "
        + "the same of exp(upper_bound) − exp(lower_bound).",
    Threshold: "< 0: the gap is smaller at the end than at the start.",
    Figures: ["figure2", "figure4"])
{
    protected override IReadOnlyList<Thresholds> Grid => Thresholds.Edges;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        cases.Read("in logarithms, as Figure 2 draws it");
        foreach (string model in PaperModels.All)
        {
            cases.AddRuns(model, EvidenceBuilder.PaperK, "change of G", run => run.Change(row => row.G, at), Criterion.Below(0));
            cases.AddRunsContext(model, EvidenceBuilder.PaperK, "G over the first rows", run => run.AtStart(row => row.G, at));
            cases.AddRunsContext(model, EvidenceBuilder.PaperK, "G over the last rows", run => run.AtEnd(row => row.G, at));
            foreach (int k in cases.Depths(model).Where(k => k != EvidenceBuilder.PaperK))
            {
                cases.AddRunsContext(model, k, "change of G", run => run.Change(row => row.G, at));
            }
        }

        cases.Read("in the fitting error's own unit");
        foreach (string model in PaperModels.All)
        {
            cases.AddRuns(
                model, EvidenceBuilder.PaperK, "change of the gap",
                run => run.Change(row => Math.Exp(row.UpperBound) - Math.Exp(row.LowerBound), at), Criterion.Below(0));
        }
    }
}
