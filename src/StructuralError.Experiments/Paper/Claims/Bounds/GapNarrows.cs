using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Bounds;

/// <summary>The two bounds come closer to each other in training.</summary>
public sealed record GapNarrows() : Claim(
    Id: "gap-narrows",
    Source: "Section 5.2, Figure 2",
    Sentence: "While the models are trained, the gap between the two bounds narrows (k = 1).",
    Statistic: "Mean of G over the last 50 rows of steps.csv less its mean over the first 50; G = upper_bound − lower_bound.",
    Threshold: "< 0: the gap is smaller at the end than at the start.",
    Figures: ["figure2", "figure4"])
{
    public override ClaimResult Judge(ReproductionData data)
    {
        var cases = new EvidenceBuilder(data);
        foreach (string model in PaperModels.All)
        {
            cases.AddRuns(model, EvidenceBuilder.PaperK, "change of G", run => run.AtEnd(row => row.G) - run.AtStart(row => row.G), Criterion.Below(0));
            cases.AddRunsContext(model, EvidenceBuilder.PaperK, "G over the first 50 rows", run => run.AtStart(row => row.G));
            cases.AddRunsContext(model, EvidenceBuilder.PaperK, "G over the last 50 rows", run => run.AtEnd(row => row.G));
        }

        return cases.Conclude(this);
    }
}
