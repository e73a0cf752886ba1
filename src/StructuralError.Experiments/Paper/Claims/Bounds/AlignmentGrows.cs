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
        + "over the last 50; the statistic is ln of the former over the latter. As logarithms of means: log_mean_fitting_error with log_mean_gradient_norm + "
        + "U, and + L.",
    Threshold: "> ln 2: the distance from r = 1 is halved at least; also judged at a factor of 1.5 and of 3. Where it is at most 0.01 from the start, the "
        + "curves are aligned already and nothing is left to grow: that case is undecided.",
    Figures: ["figure3"])
{
    /// <summary>Rows of a window: short, since the alignment of shallow networks is there after some fifty steps.</summary>
    private const int Rows = 20;

    /// <summary>Windows at either end.</summary>
    private const int Windows = 50;

    /// <summary>1 − r at which a correlation counts as at its ceiling.</summary>
    private const double Ceiling = 0.01;

    private static readonly Series[] FirstReading =
        [new("upper", row => row.LogFittingError, row => row.UpperBound), new("lower", row => row.LogFittingError, row => row.LowerBound)];

    private static readonly Series[] SecondReading =
    [
        new("upper", row => row.LogMeanFittingError, row => row.LogMeanGradientNorm + row.U),
        new("lower", row => row.LogMeanFittingError, row => row.LogMeanGradientNorm + row.L),
    ];

    protected override IReadOnlyList<Thresholds> Grid { get; } = [.. new[] { 1.5, 2, 3 }.Select(factor => Thresholds.Default with { Closer = factor })];

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        Add(cases, at, Average.OfLogarithms.Name, FirstReading);
        Add(cases, at, Average.LogarithmOfMean.Name, SecondReading);
    }

    private static void Add(EvidenceBuilder cases, Thresholds at, string reading, Series[] bounds)
    {
        cases.Read(reading);
        foreach (string model in PaperModels.All)
        {
            foreach (Series bound in bounds)
            {
                string name = $"model {model}, k = {EvidenceBuilder.PaperK}", quantity = $"ln of the growth towards r = 1, {bound.Name} bound";
                var distances = cases.Data.Of(model, EvidenceBuilder.PaperK).ToDictionary(run => run.Seed, run => Distances(run, bound));
                if (distances.Count > 0 && distances.Values.All(found => found.Length > 0 && First(found) <= Ceiling))
                {
                    cases.AddMissing($"{name}, {bound.Name} bound", quantity, "aligned from the start, 1 − r ≤ 0.01");
                }
                else
                {
                    cases.AddRuns(model, EvidenceBuilder.PaperK, quantity, run => Growth(distances[run.Seed]), Criterion.Above(Math.Log(at.Closer)));
                }

                cases.AddRunsContext(model, EvidenceBuilder.PaperK, $"1 − r at the start, {bound.Name} bound, {reading}", run => First(distances[run.Seed]));
            }
        }
    }

    private static double First(double[] distances) => distances.Take(Windows).Median();

    private static double Growth(double[] distances) =>
        distances.Length < 2 * Windows ? double.NaN : Math.Log(First(distances) / distances[^Windows..].Median());

    private static double[] Distances(TrainedRun run, Series series)
    {
        double[] errors = run.Column(series.Error), bounds = run.Column(series.Bound);
        return
        [
            .. Enumerable.Range(0, Math.Max(0, errors.Length - Rows + 1))
                .Select(first => 1 - Correlation.Pearson(errors[first..(first + Rows)], bounds[first..(first + Rows)])).Where(double.IsFinite),
        ];
    }

    /// <summary>A bound, and the fitting error that it is correlated with.</summary>
    private sealed record Series(string Name, Func<StepRow, double> Error, Func<StepRow, double> Bound);
}
