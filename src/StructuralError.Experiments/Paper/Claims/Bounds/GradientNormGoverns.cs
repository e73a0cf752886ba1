using MathNet.Numerics.Statistics;
using StructuralError.Core.Statistics;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Bounds;

/// <summary>The gradient norm controls the fitting error while the structural error stands still, and only then.</summary>
public sealed record GradientNormGoverns() : Claim(
    Id: "gradient-norm-governs-when-still",
    Source: "Section 5.2, Figure 4",
    Sentence: "The gradient norm controls the fitting error only while the structural error stays constant (k = 1).",
    Statistic: "Cut steps.csv into windows of 50 rows from the first row on. A window is still where the least-squares lines of both U and L over it change by "
        + "at most 5 % of the range of the column's running median (25 rows, centred), and moving otherwise. In each window r is the Pearson correlation "
        + "of log_gradient_norm and log_fitting_error. The statistic is the median r over the still windows, and over the moving ones.",
    Threshold: "Still: ≥ √½, the gradient norm accounts for at least half of the fitting error's variance. Moving: < √½, it does not; \"only\" needs both.",
    Figures: ["figure4"])
{
    /// <summary>√½: the gradient norm accounts for half of the fitting error's variance in the window.</summary>
    public static readonly double Half = Math.Sqrt(0.5);

    public override ClaimResult Judge(ReproductionData data)
    {
        var cases = new EvidenceBuilder(data);
        foreach (string model in PaperModels.All)
        {
            cases.AddRuns(
                model, EvidenceBuilder.PaperK, "median r while U and L stand still", run => MedianCorrelation(run, still: true), Criterion.AtLeast(Half));
            cases.AddRuns(model, EvidenceBuilder.PaperK, "median r while U or L moves", run => MedianCorrelation(run, still: false), Criterion.Below(Half));
            cases.AddRunsContext(model, EvidenceBuilder.PaperK, "still windows", run => Still(run).Count(still => still));
            cases.AddRunsContext(model, EvidenceBuilder.PaperK, "moving windows", run => Still(run).Count(still => !still));
        }

        return cases.Conclude(this);
    }

    private static double MedianCorrelation(TrainedRun run, bool still)
    {
        double[] norms = run.Column(row => row.LogGradientNorm), errors = run.Column(row => row.LogFittingError);
        return Still(run).Index().Where(window => window.Item == still).Select(window => Correlate(norms, errors, window.Index * StillWindow.Rows)).Median();
    }

    private static bool[] Still(TrainedRun run) =>
        [.. StillWindow.Of(run.Column(row => row.U)).Zip(StillWindow.Of(run.Column(row => row.L)), (inU, inL) => inU && inL)];

    private static double Correlate(double[] x, double[] y, int first) =>
        Correlation.Pearson(x[first..(first + StillWindow.Rows)], y[first..(first + StillWindow.Rows)]);
}
