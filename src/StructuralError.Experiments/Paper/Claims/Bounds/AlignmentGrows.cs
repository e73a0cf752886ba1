using MathNet.Numerics.Statistics;
using StructuralError.Core.Statistics;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Bounds;

/// <summary>The fitting error comes to follow its bounds more closely as training goes on.</summary>
public sealed record AlignmentGrows() : Claim(
    Id: "alignment-grows",
    Source: "Section 5.2, Figures 2 and 3",
    Sentence: "As training progresses, the fitting error's variation aligns more and more with that of its bounds (k = 1).",
    Statistic: "Median of the last 100 values of pearson_upper in steps.csv less the median of its first 100; the same for pearson_lower.",
    Threshold: "> 0: more closely at the end than at the start.",
    Figures: ["figure3"])
{
    /// <summary>Rows at either end of the series: the correlations of two windows' length, so that each median has windows without a common row.</summary>
    public const int Rows = 2 * LocalPearson.PaperWindow;

    public override ClaimResult Judge(ReproductionData data)
    {
        var cases = new EvidenceBuilder(data);
        foreach (string model in PaperModels.All)
        {
            cases.AddRuns(
                model, EvidenceBuilder.PaperK, "growth of median r with the upper bound", run => Growth(run, row => row.PearsonUpper), Criterion.Above(0));
            cases.AddRuns(
                model, EvidenceBuilder.PaperK, "growth of median r with the lower bound", run => Growth(run, row => row.PearsonLower), Criterion.Above(0));
        }

        return cases.Conclude(this);
    }

    private static double Growth(TrainedRun run, Func<StepRow, double?> column)
    {
        double[] values = [.. run.Steps.Select(column).OfType<double>()];
        return values.Length < 2 * Rows ? double.NaN : values[^Rows..].Median() - values[..Rows].Median();
    }
}
