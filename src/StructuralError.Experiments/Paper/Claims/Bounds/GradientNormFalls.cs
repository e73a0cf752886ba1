using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Bounds;

/// <summary>SGD brings the gradient norm down.</summary>
public sealed record GradientNormFalls() : Claim(
    Id: "gradient-norm-falls",
    Source: "Section 4.2, after Theorem 3; Figure 4",
    Sentence: "SGD minimises the gradient norm: it is smaller at the end of training than at the start.",
    Statistic: "Mean of log_gradient_norm over the last 50 rows of steps.csv less its mean over the first 50.",
    Threshold: "< 0: smaller at the end.",
    Figures: ["figure4"])
{
    public override ClaimResult Judge(ReproductionData data)
    {
        var cases = new EvidenceBuilder(data);
        foreach (string model in PaperModels.All)
        {
            foreach (int k in cases.Depths(model).DefaultIfEmpty(EvidenceBuilder.PaperK))
            {
                cases.AddRuns(
                    model, k, "change of ln ‖∇loss‖²",
                    run => run.AtEnd(row => row.LogGradientNorm) - run.AtStart(row => row.LogGradientNorm),
                    Criterion.Below(0));
            }
        }

        return cases.Conclude(this);
    }
}
