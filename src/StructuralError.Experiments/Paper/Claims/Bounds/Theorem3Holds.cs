using System.Globalization;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Bounds;

/// <summary>Theorem 3's inequality, on every sample of every step.</summary>
public sealed record Theorem3Holds() : Claim(
    Id: "theorem3-holds",
    Source: "Section 4.2, Theorem 3 (eq. 18)",
    Sentence: "For every sample, at every step, the log fitting error lies between ln ‖∇loss‖² + L and ln ‖∇loss‖² + U.",
    Statistic: "Number of samples outside the bounds: the sum of theorem3_violations over the rows of steps.csv.",
    Threshold: "0 in every run, and one violation decides against it: the theorem is about every sample. Rounding is allowed for as docs/numbers.md says.",
    Figures: ["figure2", "figure6", "figure7"])
{
    public override ClaimResult Judge(ReproductionData data)
    {
        var cases = new EvidenceBuilder(data);
        foreach ((string model, int k) in data.Runs.Select(run => (run.Model, run.K)).Distinct().Order())
        {
            SeedValue[] violations = [.. data.Of(model, k).Select(run => new SeedValue(run.Seed, run.Steps.Sum(row => (double)row.Theorem3Violations)))];
            cases.Add($"model {model}, k = {k}", "samples outside the bounds", violations, Criterion.NeverAbove(0));
        }

        if (data.Runs.Count == 0)
        {
            cases.AddMissing("all runs", "samples outside the bounds", "no run");
        }

        long samples = data.Runs.Sum(run => run.Steps.Sum(row => (long)row.Samples));
        long outside = data.Runs.Sum(run => run.Steps.Sum(row => (long)row.Theorem3Violations));
        return cases.Conclude(
            this, string.Create(CultureInfo.InvariantCulture, $"{outside} of {samples} samples measured in {data.Runs.Count} runs lie outside."));
    }
}
