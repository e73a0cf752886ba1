using MathNet.Numerics.Statistics;
using StructuralError.Core.Statistics;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Bounds;

/// <summary>The fitting error follows both of its bounds, late in training.</summary>
public sealed record PearsonNearOne() : Claim(
    Id: "pearson-near-one",
    Source: "Section 5.2, Figure 3",
    Quote: "After the 500th epoch, the Pearson correlation coefficients … approach 1 across all models",
    Sentence: "After step 500 the local Pearson correlation of the fitting error with each of its bounds is near 1, in all four models (k = 1).",
    Statistic: "Median of pearson_upper, and of pearson_lower, over the rows of steps.csv with step ≥ 500. As logarithms of means: the same local correlation "
        + "(50 rows) of log_mean_fitting_error with log_mean_gradient_norm + U, and + L.",
    Threshold: "≥ 0.9: the bound accounts for at least four fifths of the fitting error's variance (r² ≥ 0.81). The median, because single windows with an "
        + "odd batch are not what the sentence is about.",
    Grid:
    [
        .. Thresholds.Default.Over([0.8, 0.9, 0.95], (at, near) => at with { Near = near })
            .SelectMany(near => near.Over([400, 500, 600], (at, step) => at with { LateStep = (long)step })),
    ],
    Figures: ["figure3", "figure2"])
{
    private const string Upper = "median r with the upper bound";
    private const string Lower = "median r with the lower bound";

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        cases.Read("means of logarithms");
        foreach (string model in PaperModels.All)
        {
            cases.AddRuns(model, PaperK, Upper, run => Late(run, at, row => row.PearsonUpper), Criterion.AtLeast(at.Near));
            cases.AddRuns(model, PaperK, Lower, run => Late(run, at, row => row.PearsonLower), Criterion.AtLeast(at.Near));
            foreach (int k in cases.Depths(model).Where(k => k != PaperK))
            {
                cases.AddRunsContext(model, k, Upper, run => Late(run, at, row => row.PearsonUpper));
            }
        }

        cases.Read("logarithms of means");
        foreach (string model in PaperModels.All)
        {
            cases.AddRuns(model, PaperK, Upper, run => OfMeans(run, at, row => row.LogMeanGradientNorm + row.U), Criterion.AtLeast(at.Near));
            cases.AddRuns(model, PaperK, Lower, run => OfMeans(run, at, row => row.LogMeanGradientNorm + row.L), Criterion.AtLeast(at.Near));
        }
    }

    // Rows where a series stands still have no correlation; without any the median is NaN.
    private static double Late(TrainedRun run, Thresholds at, Func<StepRow, double?> column) =>
        run.Steps.Where(row => row.Step >= at.LateStep).Select(column).OfType<double>().Median();

    private static double OfMeans(TrainedRun run, Thresholds at, Func<StepRow, double> bound)
    {
        var local = new LocalPearson();
        return run.Steps.Select(row => (row.Step, R: local.Add(row.LogMeanFittingError, bound(row))))
            .Where(pair => pair.Step >= at.LateStep).Select(pair => pair.R).OfType<double>().Median();
    }
}

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
    Grid: Thresholds.Default.Over([1.5, 2, 3], (at, factor) => at with { Closer = factor }),
    Figures: ["figure3"])
{
    /// <summary>Rows of a window: short, since the alignment of shallow networks is there after some fifty steps.</summary>
    private const int Rows = 20;

    /// <summary>Windows at either end.</summary>
    private const int Windows = 50;

    /// <summary>1 − r at which a correlation counts as at its ceiling.</summary>
    private const double Ceiling = 0.01;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        Add(cases, at, Average.OfLogarithms, row => row.UpperBound, row => row.LowerBound);
        Add(cases, at, Average.LogarithmOfMean, row => row.LogMeanGradientNorm + row.U, row => row.LogMeanGradientNorm + row.L);
    }

    private static void Add(EvidenceBuilder cases, Thresholds at, Average by, Func<StepRow, double> upper, Func<StepRow, double> lower)
    {
        cases.Read(by.Name);
        foreach (string model in PaperModels.All)
        {
            foreach ((string name, Func<StepRow, double> bound) in new[] { ("upper bound", upper), ("lower bound", lower) })
            {
                string quantity = $"ln of the growth towards r = 1, {name}";
                var distances = cases.Data.Of(model, PaperK).ToDictionary(run => run.Seed, run => Distances(run, by.Error, bound));
                if (distances.Count > 0 && distances.Values.All(found => found.Length > 0 && First(found) <= Ceiling))
                {
                    cases.AddMissing($"model {model}, k = {PaperK}, {name}", quantity, "aligned from the start, 1 − r ≤ 0.01");
                }
                else
                {
                    cases.AddRuns(model, PaperK, quantity, run => Growth(distances[run.Seed]), Criterion.Above(Math.Log(at.Closer)));
                }

                cases.AddRunsContext(model, PaperK, $"1 − r at the start, {name}, {by.Name}", run => First(distances[run.Seed]));
            }
        }
    }

    private static double First(double[] distances) => distances.Take(Windows).Median();

    private static double Growth(double[] distances) =>
        distances.Length < 2 * Windows ? double.NaN : Math.Log(First(distances) / distances[^Windows..].Median());

    private static double[] Distances(TrainedRun run, Func<StepRow, double> error, Func<StepRow, double> bound)
    {
        double[] errors = run.Column(error), bounds = run.Column(bound);
        return
        [
            .. Enumerable.Range(0, Math.Max(0, errors.Length - Rows + 1))
                .Select(first => 1 - Correlation.Pearson(errors[first..(first + Rows)], bounds[first..(first + Rows)])).Where(double.IsFinite),
        ];
    }
}

/// <summary>The two bounds come closer to each other in training.</summary>
public sealed record GapNarrows() : Claim(
    Id: "gap-narrows",
    Source: "Section 5.2, Figure 2",
    Quote: "the gap between the bounds narrows",
    Sentence: "While the models are trained, the gap between the two bounds narrows (k = 1).",
    Statistic: "Mean of G over the last 50 rows of steps.csv less its mean over the first 50; G = upper_bound − lower_bound. In the fitting error's own unit: "
        + "the same of exp(upper_bound) − exp(lower_bound).",
    Threshold: "< 0: the gap is smaller at the end than at the start.",
    Grid: Thresholds.Edges,
    Figures: ["figure2", "figure4"])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        cases.Read("in logarithms, as Figure 2 draws it");
        foreach (string model in PaperModels.All)
        {
            cases.AddRuns(model, PaperK, "change of G", run => run.Change(row => row.G, at), Criterion.Below(0));
            cases.AddRunsContext(model, PaperK, "G over the first rows", run => run.AtStart(row => row.G, at));
            cases.AddRunsContext(model, PaperK, "G over the last rows", run => run.AtEnd(row => row.G, at));
            foreach (int k in cases.Depths(model).Where(k => k != PaperK))
            {
                cases.AddRunsContext(model, k, "change of G", run => run.Change(row => row.G, at));
            }
        }

        cases.Read("in the fitting error's own unit");
        foreach (string model in PaperModels.All)
        {
            cases.AddRuns(
                model, PaperK, "change of the gap", run => run.Change(row => Math.Exp(row.UpperBound) - Math.Exp(row.LowerBound), at), Criterion.Below(0));
        }
    }
}
