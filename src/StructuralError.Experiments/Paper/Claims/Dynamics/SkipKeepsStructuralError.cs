using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Dynamics;

/// <summary>With skip connections depth does not lower the structural error at the onset of training.</summary>
public sealed record SkipKeepsStructuralError() : Claim(
    Id: "skip-keeps-structural-error",
    Source: "Section 5.3.2, third point; Figure 7",
    Sentence: "At the onset of training, more blocks do not reduce the structural error of model b.",
    Statistic: "Kendall's τ_b of k and S in the first row of steps.csv.",
    Threshold: "≥ 0: S does not fall with depth. (Section 5.3.1 says the opposite of the same networks: U and L decrease, \"leading to a reduction in "
        + "structural error\"; see skip-depth-trends.)",
    Figures: ["figure7"])
{
    public override ClaimResult Judge(ReproductionData data)
    {
        const string model = "b";
        var cases = new EvidenceBuilder(data);
        cases.AddOverDepth(model, "τ of k and S in the first row", runs => DepthTrend.WithDepth(runs, run => run.Steps[0].S), Criterion.AtLeast(0));
        foreach (int k in cases.Depths(model))
        {
            cases.AddRunsContext(model, k, "S in the first row", run => run.Steps[0].S);
        }

        return cases.Conclude(this);
    }
}
