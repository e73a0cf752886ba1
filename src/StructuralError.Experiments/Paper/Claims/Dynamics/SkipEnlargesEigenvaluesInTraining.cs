using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Dynamics;

/// <summary>Skip connections make λ_min larger, while the network is trained.</summary>
public sealed record SkipEnlargesEigenvaluesInTraining() : Claim(
    Id: "skip-enlarges-lambda-min-in-training",
    Source: "Section 4.3.1; section 5.3.2, third point",
    Quote: "skip connections prevent the eigenvalues of the structural matrix from becoming excessively small",
    Sentence: "While the networks are trained, skip connections keep the smallest eigenvalue of the structural matrix larger (k ≥ 1).",
    Statistic:
        "U of the model without skip connections less U of the one with them, row by row of the two steps.csv at the same k and seed (the same batches): "
        + "ln (λ_min with / λ_min without). Mean over the rows.",
    Threshold: "> 0: larger on average over the epoch.",
    Figures: ["figure4", "figure6", "figure7"])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach ((string without, string with) in PaperModels.Pairs)
        {
            foreach (int k in cases.Depths(with).Where(k => k > 0).DefaultIfEmpty(EvidenceBuilder.PaperK))
            {
                cases.AddPairs(without, with, k, "mean ln ratio of λ_min", (first, second) => MeanLead(first, second), Criterion.Above(0));
                cases.AddRunsContext(with, k, "U over the last 50 rows", run => run.AtEnd(row => row.U));
                cases.AddRunsContext(without, k, "U over the last 50 rows", run => run.AtEnd(row => row.U));
            }
        }
    }

    private static double MeanLead(TrainedRun without, TrainedRun with) =>
        without.Steps.Join(with.Steps, row => row.Step, row => row.Step, (first, second) => first.U - second.U).Average();
}
