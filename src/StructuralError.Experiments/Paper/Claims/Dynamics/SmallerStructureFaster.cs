using StructuralError.Core.Statistics;
using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Dynamics;

/// <summary>Networks with a smaller U converge sooner.</summary>
public sealed record SmallerStructureFaster() : Claim(
    Id: "smaller-u-converges-faster",
    Source: "Section 5.3.1, end",
    Quote: "a decrease in U(A_x) facilitates the optimization of fitting error through the gradient norm",
    Sentence: "Over the networks of models a and b, a smaller U in the first part of training goes with a sooner convergence.",
    Statistic: "Kendall's τ_b of the mean of U over the first 100 rows of steps.csv and the convergence step (as defined for skip-converges-faster), over all "
        + "depths of a and b; a run that does not converge counts as later than all others. As logarithms of means: convergence of log_mean_fitting_error.",
    Threshold: "> 0: the order of one is mostly that of the other.",
    Figures: ["figure6", "figure7"])
{
    private const int FirstRows = 100;

    protected override IReadOnlyList<Thresholds> Grid => Thresholds.Drops;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (Average by in Average.Both)
        {
            cases.Read(by.Name);
            cases.AddAcross(
                ["a", "b"],
                "τ of U and convergence",
                runs => KendallTau.Of(
                    [.. runs.Select(run => run.Steps.Take(FirstRows).Average(row => row.U))], [.. runs.Select(run => run.ConvergedStep(at.Drop, by))]),
                Criterion.Above(0));
        }
    }
}
