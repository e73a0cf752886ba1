using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Dynamics;

/// <summary>In training, U, L and G of a deeper network are nearer to zero.</summary>
public sealed record StructureApproachesZero() : Claim(
    Id: "structure-approaches-zero",
    Source: "Section 5.3.2, second point; Figure 6",
    Quote: "as the number of layers k increases, U, L and G all approach zero",
    Sentence: "As blocks are added to model a, U, L and G all approach zero in training.",
    Statistic: "For X = U, L, G: Kendall's τ_b of k and |mean of X| over the first 50 rows of steps.csv, and over the last 50.",
    Threshold: "τ_b < 0 at the start and at the end: the paper shows the figure of the whole training and names no moment.",
    Grid: Thresholds.Edges,
    Figures: ["figure6"])
{
    private static readonly (string Name, Func<StepRow, double> Of)[] Quantities = [("U", row => row.U), ("L", row => row.L), ("G", row => row.G)];

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach ((string name, Func<StepRow, double> quantity) in Quantities)
        {
            cases.AddTrend("a", $"|{name}|, first 50 rows", run => Math.Abs(run.AtStart(quantity, at)), Criterion.Below(0));
            cases.AddTrend("a", $"|{name}|, last 50 rows", run => Math.Abs(run.AtEnd(quantity, at)), Criterion.Below(0));
        }
    }
}

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
        cases.Read("towards zero");
        cases.AddTrend("b", "|S| in the first row", run => Math.Abs(run.Steps[0].S), Criterion.AtLeast(0));
        cases.Read("signed");
        cases.AddTrend("b", "S in the first row", run => run.Steps[0].S, Criterion.AtLeast(0));
        cases.AddEveryDepthContext("b", "S in the first row", run => run.Steps[0].S);
    }
}

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
            foreach (int k in cases.Depths(with).Where(k => k > 0).DefaultIfEmpty(PaperK))
            {
                cases.AddPairs(without, with, k, "mean ln ratio of λ_min", MeanLead, Criterion.Above(0));
                cases.AddRunsContext(with, k, "U over the last 50 rows", run => run.AtEnd(row => row.U));
                cases.AddRunsContext(without, k, "U over the last 50 rows", run => run.AtEnd(row => row.U));
            }
        }
    }

    private static double MeanLead(TrainedRun without, TrainedRun with) =>
        without.Steps.Join(with.Steps, row => row.Step, row => row.Step, (first, second) => first.U - second.U).Average();
}
