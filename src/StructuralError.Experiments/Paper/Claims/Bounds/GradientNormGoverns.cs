using StructuralError.Core.Statistics;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Bounds;

/// <summary>The gradient norm controls the fitting error while the structural error stands still, and only then.</summary>
public sealed record GradientNormGoverns() : Claim(
    Id: "gradient-norm-governs-when-still",
    Source: "Section 5.2, Figure 4",
    Quote: "the gradient norm can control the fitting error only when the structural error remains constant",
    Sentence: "The gradient norm controls the fitting error only while the structural error stays constant (k = 1).",
    Statistic: "The exact accounting Δ ln E_f = Δ ln ‖∇loss‖² − Δ ln R with ln R = log_gradient_norm − log_fitting_error, R = eᵀAe/‖e‖² between λ_min and "
        + "λ_max. Δ: from one mean over 50 rows of steps.csv to the next. A step is still where U and L change by at most 5 % of the range of their 25-row "
        + "running median, and moving otherwise. The statistic is the gradient norm's share Σ|Δ ln ‖∇loss‖²| / (Σ|Δ ln ‖∇loss‖²| + Σ|Δ ln R|), over the "
        + "still steps and over the moving ones. As logarithms of means: the same of log_mean_gradient_norm and log_mean_fitting_error.",
    Threshold: "Still: ≥ ½, most of what moves the fitting error is the gradient norm. Moving: < ½, most is the structure; \"only\" needs both.",
    Figures: ["figure4"])
{
    protected override IReadOnlyList<Thresholds> Grid { get; } = [.. new[] { 0.02, 0.05, 0.1 }.Select(share => Thresholds.Default with { StillShare = share })];

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (Average by in Average.Both)
        {
            cases.Read(by.Name);
            foreach (string model in PaperModels.All)
            {
                cases.AddRuns(
                    model, EvidenceBuilder.PaperK, "share of the gradient norm while U and L stand still",
                    run => Share(run, at, by, still: true), Criterion.AtLeast(0.5));
                cases.AddRuns(
                    model, EvidenceBuilder.PaperK, "share of the gradient norm while U or L moves",
                    run => Share(run, at, by, still: false), Criterion.Below(0.5));
            }
        }

        foreach (string model in PaperModels.All)
        {
            cases.AddRunsContext(model, EvidenceBuilder.PaperK, "still steps", run => Still(run, at).Count(still => still));
            cases.AddRunsContext(model, EvidenceBuilder.PaperK, "moving steps", run => Still(run, at).Count(still => !still));
        }
    }

    private static double Share(TrainedRun run, Thresholds at, Average by, bool still)
    {
        bool[] chosen = Still(run, at);
        double[] norms = Changes(run, by.Norm), ratios = Changes(run, row => by.Norm(row) - by.Error(row));
        int[] steps = [.. Enumerable.Range(0, chosen.Length).Where(i => chosen[i] == still)];
        double norm = steps.Sum(i => Math.Abs(norms[i])), structure = steps.Sum(i => Math.Abs(ratios[i]));
        return norm / (norm + structure);
    }

    private static bool[] Still(TrainedRun run, Thresholds at) =>
        [.. Still(run, row => row.U, at).Zip(Still(run, row => row.L, at), (inU, inL) => inU && inL)];

    private static IEnumerable<bool> Still(TrainedRun run, Func<StepRow, double> column, Thresholds at)
    {
        double[] smooth = RunningMedian.Of(run.Column(column));
        double allowed = at.StillShare * (smooth.Max() - smooth.Min());
        return Changes(run, column).Select(change => Math.Abs(change) <= allowed);
    }

    private static double[] Changes(TrainedRun run, Func<StepRow, double> column)
    {
        double[] means = run.Windows(column);
        return [.. means.Skip(1).Zip(means, (next, before) => next - before)];
    }
}
