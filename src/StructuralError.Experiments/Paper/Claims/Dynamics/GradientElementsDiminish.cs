using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Dynamics;

/// <summary>The elements of ∇f get smaller in training.</summary>
public sealed record GradientElementsDiminish() : Claim(
    Id: "gradient-elements-diminish",
    Source: "Section 4.3.1",
    Quote: "During the training of neural networks, the magnitudes of the elements in the gradient vector ∇_θ f_θ(x) diminish alongside the reduction in "
        + "backpropagated errors",
    Sentence: "The elements of ∇f diminish in training, and with them the largest eigenvalue of the structural matrix.",
    Statistic: "Mean over the last 50 rows of steps.csv less that over the first 50: of −L, the mean of ln λ_max; and of ln lambda_max_mean. tr A = ‖∇f‖² "
        + "lies between λ_max and C λ_max.",
    Threshold: "< 0: λ_max is smaller at the end.",
    Figures: ["figure4", "figure6", "figure7"])
{
    protected override IReadOnlyList<Thresholds> Grid => Thresholds.Edges;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        cases.Read("mean of the logarithms");
        Add(cases, "change of E ln λ_max", run => -run.Change(row => row.L, at));
        cases.Read("logarithm of the mean");
        Add(cases, "change of ln E λ_max", run => run.Change(row => Math.Log(row.LambdaMaxMean), at));
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
