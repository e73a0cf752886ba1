using StructuralError.Core.Statistics;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Dynamics;

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
    Figures: ["figure6"])
{
    protected override IReadOnlyList<Thresholds> Grid => Thresholds.MarginsAndBands;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        const string model = "a";
        Average first = Average.OfLogarithms, second = Average.LogarithmOfMean;
        cases.Read("they correspond");
        cases.AddOverDepth(model, "τ of onset and settling", runs => Agreement(runs, at, first), Criterion.AtLeast(at.Ordered));
        cases.Read($"they correspond, {second.Name}");
        cases.AddOverDepth(model, "τ of onset and settling", runs => Agreement(runs, at, second), Criterion.AtLeast(at.Ordered));
        cases.Read("at the same step");
        AddDepths(cases, "distance of onset and settling (steps)", run => Distance(run, at), Criterion.AtMost(at.Tolerance));
        cases.Read("only afterwards");
        AddDepths(cases, "part of the fall after settling", run => FallAfter(run, at), Criterion.AtLeast(0.5));
        foreach (int k in cases.Depths(model))
        {
            cases.AddRunsContext(model, k, "onset (step)", run => run.OnsetStep(at.Margin, first));
            cases.AddRunsContext(model, k, "settling of S (step)", run => run.SettlingStep(at.Band));
        }

        // Which of the two comes first is what the distance leaves out.
        (double Onset, double Settling)[] steps =
        [
            .. cases.Data.Runs.Where(run => run.Model == model).Select(run => (run.OnsetStep(at.Margin, first), run.SettlingStep(at.Band)))
                .Where(pair => double.IsFinite(pair.Item2)),
        ];
        cases.Remark($"The onset comes before the settling in {steps.Count(pair => pair.Onset < pair.Settling)} of the {steps.Length} runs that settle.");
    }

    private static void AddDepths(EvidenceBuilder cases, string quantity, Func<TrainedRun, double> statistic, Criterion criterion)
    {
        foreach (int k in cases.Depths("a").DefaultIfEmpty(EvidenceBuilder.PaperK))
        {
            cases.AddRuns("a", k, quantity, statistic, criterion);
        }
    }

    private static double Agreement(IReadOnlyList<TrainedRun> runs, Thresholds at, Average by) =>
        KendallTau.Of([.. runs.Select(run => run.OnsetStep(at.Margin, by))], [.. runs.Select(run => run.SettlingStep(at.Band))]);

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
