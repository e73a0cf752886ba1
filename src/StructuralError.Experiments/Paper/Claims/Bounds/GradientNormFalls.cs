using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Bounds;

/// <summary>SGD brings the gradient norm down.</summary>
public sealed record GradientNormFalls() : Claim(
    Id: "gradient-norm-falls",
    Source: "Section 4.2, after Theorem 3; Figure 4",
    Quote: "SGD algorithms effectively minimize E_X ‖∇_θ d_Ω‖²",
    Sentence: "SGD minimises E_X ‖∇loss‖²: the expected gradient norm is smaller at the end of training than at the start.",
    Statistic: "Mean over the last 50 rows of steps.csv less that over the first 50: of log_mean_gradient_norm, the logarithm of the batch's mean, which the "
        + "sentence is about; and of log_gradient_norm, the mean of logarithms, which Figure 4 may show.",
    Threshold: "< 0: smaller at the end.",
    Figures: ["figure4"])
{
    protected override IReadOnlyList<Thresholds> Grid => Thresholds.Edges;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        cases.Read("logarithm of the mean, E_X ‖∇loss‖²");
        Add(cases, "change of ln E ‖∇loss‖²", run => run.Change(row => row.LogMeanGradientNorm, at));
        cases.Read("mean of the logarithms");
        Add(cases, "change of E ln ‖∇loss‖²", run => run.Change(row => row.LogGradientNorm, at));
    }

    private static void Add(EvidenceBuilder cases, string quantity, Func<TrainedRun, double> change)
    {
        foreach (string model in PaperModels.All)
        {
            foreach (int k in cases.Depths(model).DefaultIfEmpty(EvidenceBuilder.PaperK))
            {
                cases.AddRuns(model, k, quantity, change, Criterion.Below(0));
            }
        }
    }
}
