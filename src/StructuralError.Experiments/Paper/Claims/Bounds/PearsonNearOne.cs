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
    Figures: ["figure3", "figure2"])
{
    protected override IReadOnlyList<Thresholds> Grid { get; } =
        [.. new[] { 0.8, 0.9, 0.95 }.SelectMany(near => new long[] { 400, 500, 600 }.Select(step => Thresholds.Default with { Near = near, LateStep = step }))];

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        cases.Read("means of logarithms");
        foreach (string model in PaperModels.All)
        {
            cases.AddRuns(
                model, EvidenceBuilder.PaperK, "median r with the upper bound", run => Late(run, at, row => row.PearsonUpper), Criterion.AtLeast(at.Near));
            cases.AddRuns(
                model, EvidenceBuilder.PaperK, "median r with the lower bound", run => Late(run, at, row => row.PearsonLower), Criterion.AtLeast(at.Near));
        }

        foreach (string model in PaperModels.All)
        {
            foreach (int k in cases.Depths(model).Where(k => k != EvidenceBuilder.PaperK))
            {
                cases.AddRunsContext(model, k, "median r with the upper bound", run => Late(run, at, row => row.PearsonUpper));
            }
        }

        cases.Read("logarithms of means");
        foreach (string model in PaperModels.All)
        {
            cases.AddRuns(
                model, EvidenceBuilder.PaperK, "median r with the upper bound",
                run => OfMeans(run, at, row => row.LogMeanGradientNorm + row.U), Criterion.AtLeast(at.Near));
            cases.AddRuns(
                model, EvidenceBuilder.PaperK, "median r with the lower bound",
                run => OfMeans(run, at, row => row.LogMeanGradientNorm + row.L), Criterion.AtLeast(at.Near));
        }
    }

    // Rows where a series stands still have no correlation; without any the median is NaN.
    private static double Late(TrainedRun run, Thresholds at, Func<StepRow, double?> column) =>
        run.Steps.Where(row => row.Step >= at.LateStep && column(row) is not null).Select(row => column(row)!.Value).Median();

    private static double OfMeans(TrainedRun run, Thresholds at, Func<StepRow, double> bound)
    {
        var local = new LocalPearson();
        return run.Steps.Select(row => (row.Step, R: local.Add(row.LogMeanFittingError, bound(row))))
            .Where(pair => pair.Step >= at.LateStep && pair.R is not null).Select(pair => pair.R!.Value).Median();
    }
}
