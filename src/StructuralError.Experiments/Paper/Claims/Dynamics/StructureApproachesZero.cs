using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Dynamics;

/// <summary>In training, U, L and G of a deeper network are nearer to zero.</summary>
public sealed record StructureApproachesZero() : Claim(
    Id: "structure-approaches-zero",
    Source: "Section 5.3.2, second point; Figure 6",
    Quote: "as the number of layers k increases, U, L and G all approach zero",
    Sentence: "As blocks are added to model a, U, L and G all approach zero in training.",
    Statistic: "For X = U, L, G: Kendall's τ_b of k and |mean of X| over the first 50 rows of steps.csv, and over the last 50.",
    Threshold: "τ_b < 0 at the start and at the end: the paper shows the figure of the whole training and names no moment.",
    Figures: ["figure6"])
{
    private static readonly (string Name, Func<StepRow, double> Of)[] Quantities = [("U", row => row.U), ("L", row => row.L), ("G", row => row.G)];

    protected override IReadOnlyList<Thresholds> Grid => Thresholds.Edges;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        const string model = "a";
        foreach ((string name, Func<StepRow, double> quantity) in Quantities)
        {
            cases.AddOverDepth(
                model, $"τ of k and |{name}|, first 50 rows",
                runs => DepthTrend.WithDepth(runs, run => Math.Abs(run.AtStart(quantity, at))), Criterion.Below(0));
            cases.AddOverDepth(
                model, $"τ of k and |{name}|, last 50 rows", runs => DepthTrend.WithDepth(runs, run => Math.Abs(run.AtEnd(quantity, at))), Criterion.Below(0));
        }
    }
}
