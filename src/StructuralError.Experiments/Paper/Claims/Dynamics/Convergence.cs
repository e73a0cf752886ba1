using StructuralError.Core.Statistics;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Dynamics;

/// <summary>Skip connections let the structural error converge sooner.</summary>
public sealed record SkipSettlesSooner() : Claim(
    Id: "skip-settles-sooner",
    Source: "Section 5.3.2, third point; Figures 6 and 7",
    Quote: "Skip connections … can accelerate the convergence of structural error",
    Sentence: "Skip connections accelerate the convergence of the structural error: it settles sooner in b than in a, at each k ≥ 1.",
    Statistic:
        "Settling step of a less that of b at the same k and seed, as defined for depth-delays-settling. A run that has not settled counts with the step "
        + "after its last, the least that it can be.",
    Threshold: "> 0 steps: b is sooner.",
    Grid: Thresholds.Bands,
    Figures: ["figure6", "figure7"])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (int k in cases.Depths("b").Where(k => k > 0).DefaultIfEmpty(PaperK))
        {
            cases.AddPairs("a", "b", k, "lead of b (steps)", (a, b) => RunStatistics.Lead(a, b, run => run.SettlingStep(at.Band)), Criterion.Above(0));
        }
    }
}

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
    Grid: Thresholds.Drops,
    Figures: ["figure6", "figure7"])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (Average by in Average.Both)
        {
            cases.Read(by.Name);
            foreach (int k in cases.Depths("b").Where(k => k > 0).DefaultIfEmpty(PaperK))
            {
                cases.AddPairs("a", "b", k, "lead of b (steps)", (a, b) => RunStatistics.Lead(a, b, Converged), Criterion.Above(0));
                cases.AddRunsContext("a", k, $"E_f at a tenth (step), {by.Name}", Converged);
                cases.AddRunsContext("b", k, $"E_f at a tenth (step), {by.Name}", Converged);
            }

            double Converged(TrainedRun run) => run.OnsetStep(at.Drop, by);
        }
    }
}

/// <summary>Networks with a smaller U converge sooner.</summary>
public sealed record SmallerStructureFaster() : Claim(
    Id: "smaller-u-converges-faster",
    Source: "Section 5.3.1, end",
    Quote: "a decrease in U(A_x) facilitates the optimization of fitting error through the gradient norm",
    Sentence: "Over the networks of models a and b, a smaller U in the first part of training goes with a sooner convergence.",
    Statistic: "Kendall's τ_b of the mean of U over the first 100 rows of steps.csv and the convergence step (as defined for skip-converges-faster), over all "
        + "depths of a and b; a run that does not converge counts as later than all others. As logarithms of means: convergence of log_mean_fitting_error.",
    Threshold: "> 0: the order of one is mostly that of the other.",
    Grid: Thresholds.Drops,
    Figures: ["figure6", "figure7"])
{
    private const int FirstRows = 100;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (Average by in Average.Both)
        {
            cases.Read(by.Name);
            cases.AddAcross(
                ["a", "b"], "τ of U and convergence",
                runs => KendallTau.Of(runs, run => run.Steps.Take(FirstRows).Average(row => row.U), run => run.OnsetStep(at.Drop, by)), Criterion.Above(0));
        }
    }
}
