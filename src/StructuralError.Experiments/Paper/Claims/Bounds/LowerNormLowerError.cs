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
        + "log_fitting_error < 0. With unit weights S = 2U. As logarithms of means: the same of log_mean_gradient_norm and log_mean_fitting_error.",
    Threshold: "≥ 0.95: always, up to the noise of a window; also judged at 0.9 and at 1. Beside it the same share where the gradient norm does not fall.",
    Figures: ["figure6", "figure7"])
{
    protected override IReadOnlyList<Thresholds> Grid { get; } = [.. new[] { 0.9, 0.95, 1 }.Select(share => Thresholds.Default with { Always = share })];

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (Average by in Average.Both)
        {
            cases.Read(by.Name);
            foreach (string model in (string[])["a", "b"])
            {
                foreach (int k in cases.Depths(model).DefaultIfEmpty(EvidenceBuilder.PaperK))
                {
                    cases.AddRuns(model, k, "share of falls", run => Share(run, by, normFalls: true), Criterion.AtLeast(at.Always));
                    cases.AddRunsContext(model, k, $"share of falls while the gradient norm does not fall, {by.Name}", run => Share(run, by, normFalls: false));
                }
            }
        }
    }

    private static double Share(TrainedRun run, Average by, bool normFalls)
    {
        double[] errors = run.Windows(by.Error), norms = run.Windows(by.Norm), structure = run.Windows(row => row.S);
        int[] chosen =
        [
            // Where a batch is fitted exactly there is no mean of logarithms to compare.
            .. Enumerable.Range(1, Math.Max(0, errors.Length - 1)).Where(i => !double.IsNaN(norms[i] - norms[i - 1]))
                .Where(i => structure[i] <= structure[i - 1] && (norms[i] < norms[i - 1]) == normFalls),
        ];
        return (double)chosen.Count(i => errors[i] < errors[i - 1]) / chosen.Length;
    }
}
