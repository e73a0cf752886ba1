using StructuralError.Core.Statistics;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Dynamics;

/// <summary>Without skip connections the structural error of a deeper network settles later.</summary>
public sealed record DepthDelaysSettling() : Claim(
    Id: "depth-delays-settling",
    Source: "Section 5.3.2, first point; Figure 6",
    Quote: "increasing parameter number prolongs the time required for structural error to converge",
    Sentence: "Without skip connections (model a), more blocks prolong the time the structural error needs to converge.",
    Statistic: "Settling: the first step from which the running median of S (25 rows, centred) stays within a band around its final value, the median of the "
        + "last 50 rows, to the end; the band is ±10 % of the running median's range over the run. A run has not settled if fewer than 100 rows follow, or "
        + "if that range is below 5 standard deviations of the rows around their running median (1.4826 × the median distance): it has not moved yet. That "
        + "counts as later than all others. Kendall's τ_b of k and settling.",
    Threshold: "≥ 0.8: with six depths at most one pair of neighbours in the wrong order.",
    Grid: Thresholds.Bands,
    Figures: ["figure6"])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        cases.AddTrend("a", "settling", run => run.SettlingStep(at.Band), Criterion.AtLeast(at.Ordered));
        cases.AddEveryDepthContext("a", "settling of S (step)", run => run.SettlingStep(at.Band));
    }
}

/// <summary>Without skip connections a deeper network begins to learn later.</summary>
public sealed record DepthDelaysOnset() : Claim(
    Id: "depth-delays-onset",
    Source: "Section 5.3.2, first point; Figure 6",
    Quote: "thereby delaying the onset of fitting error reduction",
    Sentence: "Without skip connections (model a), more blocks delay the onset of the fitting error's decrease.",
    Statistic: "Onset: the first step from which the running median of log_fitting_error (25 rows, centred) stays at least 0.1 below its initial level, the "
        + "median of the first 10 rows, to the end. An onset beyond the run counts as later than all others. Kendall's τ_b of k and onset. As "
        + "logarithms of means: the same of log_mean_fitting_error.",
    Threshold: "≥ 0.8: with six depths at most one pair of neighbours in the wrong order. The margin of 0.1 (E_f lower by a tenth) is twenty times what the "
        + "running median strays before the decrease on MNIST; \"to the end\", because a passing dip is no onset.",
    Grid: Thresholds.Margins,
    Figures: ["figure6"])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at) => Onset.AddTrend(cases, "a", at, Criterion.AtLeast(at.Ordered));
}

/// <summary>With skip connections depth does not delay the onset.</summary>
public sealed record SkipRemovesDelay() : Claim(
    Id: "skip-removes-delay",
    Source: "Section 5.3.2, third point; Figures 7 and 9",
    Quote: "the presence of skip connections addresses the vanishing gradient problem … thereby accelerating the model's convergence",
    Sentence: "With skip connections (model b), more blocks do not delay the onset of the fitting error's decrease.",
    Statistic: "Kendall's τ_b of k and onset, the onset as defined for depth-delays-onset; as logarithms of means, the same of log_mean_fitting_error.",
    Threshold: "≤ 0: the onset does not come later with depth.",
    Grid: Thresholds.Margins,
    Figures: ["figure7", "figure9"])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at) => Onset.AddTrend(cases, "b", at, Criterion.AtMost(0));
}

/// <summary>The fitting error begins to fall when the structural error has converged.</summary>
public sealed record OnsetAtSettling() : Claim(
    Id: "onset-at-settling",
    Source: "Section 5.3.2, first point; Figure 6",
    Quote: "the timing at which the fitting error of Model a begins to decrease corresponds to the point when structural error converges",
    Sentence: "Without skip connections (model a), the point at which the fitting error begins to decrease corresponds to that at which the structural error "
        + "has converged.",
    Statistic: "Onset and settling as defined for depth-delays-onset and depth-delays-settling. They correspond: Kendall's τ_b of the two over k. At the same "
        + "step: |onset − settling| at each k. Only afterwards: the part of the fall of log_fitting_error (25-row running median, from its initial level to "
        + "its last value) that comes after S has settled. As logarithms of means: τ_b with the onset of log_mean_fitting_error.",
    Threshold: "τ_b ≥ 0.8: the two move together. Distance ≤ 50 steps, the paper's window. Part ≥ ½: most of the fall. A run in which either lies beyond its "
        + "end leaves that depth undecided.",
    Grid: Thresholds.MarginsAndBands,
    Figures: ["figure6"])
{
    private const string Model = "a";

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        Average first = Average.OfLogarithms, second = Average.LogarithmOfMean;
        cases.Read("they correspond");
        cases.AddOverDepth(Model, "τ of onset and settling", runs => Agreement(runs, at, first), Criterion.AtLeast(at.Ordered));
        cases.Read($"they correspond, {second.Name}");
        cases.AddOverDepth(Model, "τ of onset and settling", runs => Agreement(runs, at, second), Criterion.AtLeast(at.Ordered));
        cases.Read("at the same step");
        cases.AddEveryDepth([Model], "distance of onset and settling (steps)", run => Distance(run, at), Criterion.AtMost(at.Tolerance));
        cases.Read("only afterwards");
        cases.AddEveryDepth([Model], "part of the fall after settling", run => FallAfter(run, at), Criterion.AtLeast(0.5));
        foreach (int k in cases.Depths(Model))
        {
            cases.AddRunsContext(Model, k, "onset (step)", run => run.OnsetStep(at.Margin, first));
            cases.AddRunsContext(Model, k, "settling of S (step)", run => run.SettlingStep(at.Band));
        }

        // Which of the two comes first is what the distance leaves out.
        (double Onset, double Settling)[] steps =
        [
            .. cases.Data.Runs.Where(run => run.Model == Model).Select(run => (run.OnsetStep(at.Margin, first), run.SettlingStep(at.Band)))
                .Where(pair => double.IsFinite(pair.Item2)),
        ];
        cases.Remark($"The onset comes before the settling in {steps.Count(pair => pair.Onset < pair.Settling)} of the {steps.Length} runs that settle.");
    }

    private static double Agreement(IReadOnlyList<TrainedRun> runs, Thresholds at, Average by) =>
        KendallTau.Of(runs, run => run.OnsetStep(at.Margin, by), run => run.SettlingStep(at.Band));

    private static double Distance(TrainedRun run, Thresholds at)
    {
        double onset = run.OnsetStep(at.Margin, Average.OfLogarithms), settling = run.SettlingStep(at.Band);
        return double.IsFinite(onset) && double.IsFinite(settling) ? Math.Abs(onset - settling) : double.NaN;
    }

    private static double FallAfter(TrainedRun run, Thresholds at)
    {
        double[] errors = run.Column(row => row.FallenLogFittingError), smooth = RunningMedian.Of(errors);
        return Settling.Row(run.Column(row => row.S), at.Band) is { } row
            ? (smooth[row] - smooth[^1]) / (DecreaseOnset.InitialLevel(errors) - smooth[^1])
            : double.NaN;
    }
}

/// <summary>How the onset of the fitting error's decrease goes with depth, in both averages.</summary>
file static class Onset
{
    public static void AddTrend(EvidenceBuilder cases, string model, Thresholds at, Criterion criterion)
    {
        foreach (Average by in Average.Both)
        {
            cases.Read(by.Name);
            cases.AddTrend(model, "onset", run => run.OnsetStep(at.Margin, by), criterion);
            cases.AddEveryDepthContext(model, $"onset (step), {by.Name}", run => run.OnsetStep(at.Margin, by));
        }
    }
}
