using System.Globalization;
using MathNet.Numerics.Statistics;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Bounds;

/// <summary>The fitting error follows both of its bounds, late in training.</summary>
public sealed record PearsonNearOne() : Claim(
    Id: "pearson-near-one",
    Source: "Section 5.2, Figure 3",
    Sentence: "After step 500 the local Pearson correlation of the fitting error with each of its bounds is near 1, in all four models (k = 1).",
    Statistic: "Median of pearson_upper, and of pearson_lower, over the rows of steps.csv with step ≥ 500.",
    Threshold: string.Create(
        CultureInfo.InvariantCulture,
        $"≥ {Near}: the bound accounts for at least four fifths of the fitting error's variance (r² ≥ 0.81). The median, because single windows with an "
        + $"odd batch are not what the sentence is about."),
    Figures: ["figure3", "figure2"])
{
    /// <summary>The paper's "500th epoch", of an epoch's 938 steps.</summary>
    public const long FirstStep = 500;

    /// <summary>At r = 0.9 the bound accounts for r² = 81 % of the fitting error's variance.</summary>
    public const double Near = 0.9;

    public override ClaimResult Judge(ReproductionData data)
    {
        var cases = new EvidenceBuilder(data);
        foreach (string model in PaperModels.All)
        {
            cases.AddRuns(model, EvidenceBuilder.PaperK, "median r with the upper bound", run => Late(run, row => row.PearsonUpper), Criterion.AtLeast(Near));
            cases.AddRuns(model, EvidenceBuilder.PaperK, "median r with the lower bound", run => Late(run, row => row.PearsonLower), Criterion.AtLeast(Near));
        }

        return cases.Conclude(this);
    }

    // Rows where a series stands still have no correlation; without any the median is NaN.
    private static double Late(TrainedRun run, Func<StepRow, double?> column) =>
        run.Steps.Where(row => row.Step >= FirstStep && column(row) is not null).Select(row => column(row)!.Value).Median();
}
