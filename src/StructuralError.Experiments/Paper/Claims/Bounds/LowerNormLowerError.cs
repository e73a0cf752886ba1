using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Bounds;

/// <summary>A smaller gradient norm lowers the fitting error while the structural error does not grow.</summary>
public sealed record LowerNormLowerError() : Claim(
    Id: "lower-gradient-norm-lowers-fitting-error",
    Source: "Section 4.2, end",
    Quote: "driving the optimization process toward reducing the distribution fitting error … when S does not increase",
    Sentence: "Reducing the gradient norm reduces the fitting error as long as the structural error does not increase (models a and b, every k).",
    Statistic: "Means over windows of 50 rows of steps.csv, from one to the next: of the changes with ΔS ≤ 0 and Δ log_gradient_norm < 0, the share with Δ "
        + "log_fitting_error < 0. With unit weights S = 2U.",
    Threshold: "≥ 0.95: always, up to the noise of a window. Beside it the same share where the gradient norm does not fall.",
    Figures: ["figure6", "figure7"])
{
    private const double Always = 0.95;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (string model in (string[])["a", "b"])
        {
            foreach (int k in cases.Depths(model).DefaultIfEmpty(EvidenceBuilder.PaperK))
            {
                cases.AddRuns(model, k, "share of falls", run => Share(run, normFalls: true), Criterion.AtLeast(Always));
                cases.AddRunsContext(model, k, "share of falls while the gradient norm does not fall", run => Share(run, normFalls: false));
            }
        }
    }

    private static double Share(TrainedRun run, bool normFalls)
    {
        double[] errors = run.Windows(row => row.LogFittingError), norms = run.Windows(row => row.LogGradientNorm), structure = run.Windows(row => row.S);
        int[] chosen =
        [
            // Where a batch is fitted exactly there is no mean of logarithms to compare.
            .. Enumerable.Range(1, Math.Max(0, errors.Length - 1)).Where(i => !double.IsNaN(norms[i] - norms[i - 1]))
                .Where(i => structure[i] <= structure[i - 1] && (norms[i] < norms[i - 1]) == normFalls),
        ];
        return (double)chosen.Count(i => errors[i] < errors[i - 1]) / chosen.Length;
    }
}
