using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Bounds;

/// <summary>Proposition 1's identity, on every sample whose target is more than a label.</summary>
public sealed record Proposition1Holds() : Claim(
    Id: "proposition-1-holds",
    Source: "Proposition 1, eq. 7",
    Quote: "R_n(f_θ) = B_Ω(q_XY) + E_X d_Ω(q_Y|x, f_θ(x))",
    Sentence: "The risk over labels drawn from q is a constant of the data and the expected Fenchel–Young loss d(q, f).",
    Statistic: "Number of samples that break the identity beyond rounding: the sum of proposition1_violations over the rows of steps.csv.",
    Threshold: "0 in every run. True by algebra: it tests the program. Where every target is a label the constant is 0 and both sides are one number.",
    Figures: [],
    Kind: ClaimKind.Identity)
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach ((string model, int k) in cases.Data.Runs.Select(run => (run.Model, run.K)).Distinct().Order())
        {
            cases.AddRuns(model, k, "samples that break it", run => run.Steps.Sum(row => row.Proposition1Violations ?? 0), Criterion.NeverAbove(0));
        }

        if (cases.Data.Runs.Count == 0)
        {
            cases.AddMissing("all runs", "samples that break it", "no run");
        }
        else if (cases.Data.Runs.All(run => run.Steps.All(row => row.Proposition1Violations is null)))
        {
            cases.CannotDecide("Every target of these runs is a label.");
        }
    }
}
