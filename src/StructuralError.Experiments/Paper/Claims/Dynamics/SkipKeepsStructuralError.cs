using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Dynamics;

/// <summary>With skip connections depth does not lower the structural error at the onset of training.</summary>
public sealed record SkipKeepsStructuralError() : Claim(
    Id: "skip-keeps-structural-error",
    Source: "Section 5.3.2, third point; Figure 7",
    Quote: "even with an increase in the number of layers, Model b does not exhibit a reduction in structural error",
    Sentence: "At the onset of training, more blocks do not reduce the structural error of model b.",
    Statistic: "Towards zero, as the bullet before it uses \"reduction\": Kendall's τ_b of k and |S| in the first row of steps.csv. Signed: of k and S.",
    Threshold: "≥ 0: S is not reduced with depth. (Section 5.3.1 says the opposite of the same networks: U and L decrease, \"leading to a reduction in "
        + "structural error\"; see skip-depth-trends.)",
    Figures: ["figure7"])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        const string model = "b";
        cases.Read("towards zero");
        cases.AddOverDepth(
            model, "τ of k and |S| in the first row", runs => DepthTrend.WithDepth(runs, run => Math.Abs(run.Steps[0].S)), Criterion.AtLeast(0));
        cases.Read("signed");
        cases.AddOverDepth(model, "τ of k and S in the first row", runs => DepthTrend.WithDepth(runs, run => run.Steps[0].S), Criterion.AtLeast(0));
        foreach (int k in cases.Depths(model))
        {
            cases.AddRunsContext(model, k, "S in the first row", run => run.Steps[0].S);
        }
    }
}
