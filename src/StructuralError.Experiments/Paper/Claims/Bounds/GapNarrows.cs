using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Bounds;

/// <summary>The two bounds come closer to each other in training.</summary>
public sealed class GapNarrows : Claim
{
    public override string Id => "gap-narrows";

    public override string Source => "Section 5.2, Figure 2";

    public override string Sentence => "While the models are trained, the gap between the two bounds narrows (k = 1).";

    public override string Statistic => "Mean of G over the last 50 rows of steps.csv less its mean over the first 50; G = upper_bound − lower_bound.";

    public override string Threshold => "< 0: the gap is smaller at the end than at the start.";

    public override IReadOnlyList<string> Figures => ["figure2", "figure4"];

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
