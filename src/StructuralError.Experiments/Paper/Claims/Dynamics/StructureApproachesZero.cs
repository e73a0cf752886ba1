using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Dynamics;

/// <summary>In training, U, L and G of a deeper network are nearer to zero.</summary>
public sealed class StructureApproachesZero : Claim
{
    private static readonly (string Name, Func<StepRow, double> Of)[] Quantities = [("U", row => row.U), ("L", row => row.L), ("G", row => row.G)];

    public override string Id => "structure-approaches-zero";

    public override string Source => "Section 5.3.2, second point; Figure 6";

    public override string Sentence => "As blocks are added to model a, U, L and G all approach zero in training.";

    public override string Statistic => "For X = U, L, G: Kendall's τ_b of k and |mean of X| over the first 50 rows of steps.csv, and over the last 50.";

    public override string Threshold => "τ_b < 0 at the start and at the end: the paper shows the figure of the whole training and names no moment.";

    public override IReadOnlyList<string> Figures => ["figure6"];

    public override ClaimResult Judge(ReproductionData data)
    {
        const string model = "a";
        var cases = new EvidenceBuilder(data);
        foreach ((string name, Func<StepRow, double> quantity) in Quantities)
        {
            cases.AddOverDepth(model, $"τ of k and |{name}|, first 50 rows", runs => DepthTrend.WithDepth(runs, run => Math.Abs(run.AtStart(quantity))), Criterion.Below(0));
            cases.AddOverDepth(model, $"τ of k and |{name}|, last 50 rows", runs => DepthTrend.WithDepth(runs, run => Math.Abs(run.AtEnd(quantity))), Criterion.Below(0));
        }

        return cases.Conclude(this);
    }
}
