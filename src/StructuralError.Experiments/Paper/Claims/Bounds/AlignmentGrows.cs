using MathNet.Numerics.Statistics;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Bounds;

/// <summary>The fitting error comes to follow its bounds more closely as training goes on.</summary>
public sealed record AlignmentGrows() : Claim(
    Id: "alignment-grows",
    Source: "Section 5.2, Figures 2 and 3",
    Quote: "the variation in fitting error increasingly aligns with the trends of its upper and lower bounds",
    Sentence: "As training progresses, the fitting error's variation aligns more and more with that of its bounds (k = 1).",
    Statistic: "r: Pearson correlation of log_fitting_error with a bound over 20 rows of steps.csv. 1 − r: its median over the first 50 such windows, and "
        + "over the last 50; the statistic is ln of the former over the latter.",
    Threshold: "> ln 2: the distance from r = 1 is halved at least. Where it is at most 0.01 from the start, the curves are aligned already and nothing is "
        + "left to grow: that case is undecided.",
    Figures: ["figure3"])
{
    /// <summary>Rows of a window: short, since the alignment of shallow networks is there after some fifty steps.</summary>
    private const int Rows = 20;

    /// <summary>Windows at either end.</summary>
    private const int Windows = 50;

    /// <summary>1 − r at which a correlation counts as at its ceiling.</summary>
    private const double Ceiling = 0.01;

    private static readonly (string Name, Func<StepRow, double> Of)[] Bounds = [("upper", row => row.UpperBound), ("lower", row => row.LowerBound)];

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (string model in PaperModels.All)
        {
            foreach ((string name, Func<StepRow, double> bound) in Bounds)
            {
                string quantity = $"ln of the growth towards r = 1, {name} bound";
                IReadOnlyList<TrainedRun> runs = cases.Data.Of(model, EvidenceBuilder.PaperK);
                if (runs.Count > 0 && runs.All(run => Distances(run, bound) is { Length: > 0 } found && First(found) <= Ceiling))
                {
                    cases.AddMissing($"model {model}, k = {EvidenceBuilder.PaperK}, {name} bound", quantity, "aligned from the start, 1 − r ≤ 0.01");
                }
                else
                {
                    cases.AddRuns(model, EvidenceBuilder.PaperK, quantity, run => Growth(Distances(run, bound)), Criterion.Above(Math.Log(2)));
                }

                cases.AddRunsContext(model, EvidenceBuilder.PaperK, $"1 − r at the start, {name} bound", run => First(Distances(run, bound)));
            }
        }
    }

    private static double First(double[] distances) => distances.Take(Windows).Median();

    private static double Growth(double[] distances) =>
        distances.Length < 2 * Windows ? double.NaN : Math.Log(First(distances) / distances[^Windows..].Median());

    private static double[] Distances(TrainedRun run, Func<StepRow, double> bound)
    {
        double[] errors = run.Column(row => row.LogFittingError), bounds = run.Column(bound);
        return
        [
            .. Enumerable.Range(0, Math.Max(0, errors.Length - Rows + 1))
                .Select(first => 1 - Correlation.Pearson(errors[first..(first + Rows)], bounds[first..(first + Rows)])).Where(double.IsFinite),
        ];
    }
}
