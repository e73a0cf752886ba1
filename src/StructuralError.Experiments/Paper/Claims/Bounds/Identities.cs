using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Bounds;

/// <summary>Theorem 3's inequality, on every sample of every step.</summary>
public sealed record Theorem3Holds() : Claim(
    Id: "theorem3-holds",
    Source: "Section 4.2, Theorem 3 (eq. 18)",
    Quote: "L(A_x) ≤ log (E_f / ‖∇_θ d_Ω‖²) ≤ U(A_x)",
    Sentence: "For every sample, at every step, the log fitting error lies between ln ‖∇loss‖² + L and ln ‖∇loss‖² + U.",
    Statistic: "Number of samples outside the bounds: the sum of theorem3_violations over the rows of steps.csv.",
    Threshold: "0 in every run, and one violation decides against it: the theorem is about every sample. Rounding is allowed for as docs/numbers.md says. A "
        + "Rayleigh quotient lies between the eigenvalues whatever the network: this tests the program.",
    Figures: ["figure2", "figure6", "figure7"],
    Kind: ClaimKind.Identity)
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach ((string model, int k) in cases.Data.Runs.Select(run => (run.Model, run.K)).Distinct().Order())
        {
            SeedValue[] violations = [.. cases.Data.Of(model, k).Select(run => new SeedValue(run.Seed, run.Steps.Sum(row => (double)row.Theorem3Violations)))];
            cases.Add($"model {model}, k = {k}", "samples outside the bounds", violations, Criterion.NeverAbove(0));
        }

        if (cases.Data.Runs.Count == 0)
        {
            cases.AddMissing("all runs", "samples outside the bounds", "no run");
        }

        long samples = cases.Data.Runs.Sum(run => run.Steps.Sum(row => (long)row.Samples));
        long outside = cases.Data.Runs.Sum(run => run.Steps.Sum(row => (long)row.Theorem3Violations));
        cases.Remark($"{outside} of {samples} samples measured in {cases.Data.Runs.Count} runs lie outside.");
    }
}

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
