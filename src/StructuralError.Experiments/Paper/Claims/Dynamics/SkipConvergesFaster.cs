using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Dynamics;

/// <summary>With skip connections the fitting error falls sooner.</summary>
public sealed record SkipConvergesFaster() : Claim(
    Id: "skip-converges-faster",
    Source: "Section 5.3.2, third point; Figures 6 to 9",
    Quote: "thereby accelerating the model's convergence",
    Sentence: "Skip connections accelerate the model's convergence: b reaches a given fitting error in fewer steps than a, at each k ≥ 1.",
    Statistic: "Convergence: the first step from which the running median of log_fitting_error (25 rows, centred) stays ln 10 below its initial level, the "
        + "median of the first 10 rows, to the end: E_f at a tenth. The step of a less that of b, same k and seed. A run that does not get there counts "
        + "with the step after its last, the least that it can be. As logarithms of means: the same of log_mean_fitting_error.",
    Threshold: "> 0 steps: b is sooner.",
    Figures: ["figure6", "figure7"])
{
    protected override IReadOnlyList<Thresholds> Grid => Thresholds.Drops;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (Average by in Average.Both)
        {
            cases.Read(by.Name);
            foreach (int k in cases.Depths("b").Where(k => k > 0).DefaultIfEmpty(EvidenceBuilder.PaperK))
            {
                cases.AddPairs(
                    "a", "b", k, "lead of b (steps)", (a, b) => RunStatistics.Lead(a, a.ConvergedStep(at.Drop, by), b, b.ConvergedStep(at.Drop, by)),
                    Criterion.Above(0));
                cases.AddRunsContext("a", k, $"E_f at a tenth (step), {by.Name}", run => run.ConvergedStep(at.Drop, by));
                cases.AddRunsContext("b", k, $"E_f at a tenth (step), {by.Name}", run => run.ConvergedStep(at.Drop, by));
            }
        }
    }
}
