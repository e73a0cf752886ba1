using StructuralError.Core.Statistics;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Bounds;

/// <summary>SGD brings the gradient norm down.</summary>
public sealed record GradientNormFalls() : Claim(
    Id: "gradient-norm-falls",
    Source: "Section 4.2, after Theorem 3; Figure 4",
    Quote: "SGD algorithms effectively minimize E_X ‖∇_θ d_Ω‖²",
    Sentence: "SGD minimises E_X ‖∇loss‖²: the expected gradient norm is smaller at the end of training than at the start.",
    Statistic: "Mean over the last 50 rows of steps.csv less that over the first 50: of log_mean_gradient_norm, the logarithm of the batch's mean, which the "
        + "sentence is about; and of log_gradient_norm, the mean of logarithms, which Figure 4 may show.",
    Threshold: "< 0: smaller at the end.",
    Grid: Thresholds.Edges,
    Figures: ["figure4"])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        cases.Read("logarithm of the mean, E_X ‖∇loss‖²");
        cases.AddEveryDepth(PaperModels.All, "change of ln E ‖∇loss‖²", run => run.Change(row => row.LogMeanGradientNorm, at), Criterion.Below(0));
        cases.Read("mean of the logarithms");
        cases.AddEveryDepth(PaperModels.All, "change of E ln ‖∇loss‖²", run => run.Change(row => row.LogGradientNorm, at), Criterion.Below(0));
    }
}

/// <summary>Expected fitting error and expected gradient norm go the same way.</summary>
public sealed record ErrorsFallTogether() : Claim(
    Id: "fitting-error-equivalent-to-gradient-norm",
    Source: "Section 4.2, after Theorem 3",
    Quote: "Theorem 3 establishes the equivalence between the distribution fitting error E_X E_f and the gradient norm E_X ‖∇_θ d_Ω‖²",
    Sentence: "The expected fitting error and the expected gradient norm move in the same direction over training.",
    Statistic: "Changes over the epoch (mean over the last 50 rows of steps.csv less that over the first 50) of log_mean_fitting_error and "
        + "log_mean_gradient_norm: the latter's change times the sign of the former's. As means of logarithms: the same of log_fitting_error and "
        + "log_gradient_norm.",
    Threshold: "> 0: the same direction, the least that two equivalent quantities do.",
    Grid: Thresholds.Edges,
    Figures: ["figure4"])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        cases.Read("logarithms of means, E_X");
        Add(cases, at, Average.LogarithmOfMean);
        cases.Read("means of logarithms");
        Add(cases, at, Average.OfLogarithms);
    }

    private static void Add(EvidenceBuilder cases, Thresholds at, Average by) => cases.AddEveryDepth(
        PaperModels.All, "change of ln ‖∇loss‖² in the direction of ln E_f", run => run.Change(by.Norm, at) * Math.Sign(run.Change(by.Error, at)),
        Criterion.Above(0));
}

/// <summary>A smaller gradient norm lowers the fitting error while the structural error does not grow.</summary>
public sealed record LowerNormLowerError() : Claim(
    Id: "lower-gradient-norm-lowers-fitting-error",
    Source: "Section 4.2, end",
    Quote: "driving the optimization process toward reducing the distribution fitting error … when S does not increase",
    Sentence: "Reducing the gradient norm reduces the fitting error as long as the structural error does not increase (models a and b, every k).",
    Statistic: "Means over windows of 50 rows of steps.csv, from one to the next: of the changes with ΔS ≤ 0 and Δ log_gradient_norm < 0, the share with Δ "
        + "log_fitting_error < 0. With unit weights S = 2U. As logarithms of means: the same of log_mean_gradient_norm and log_mean_fitting_error.",
    Threshold: "≥ 0.95: always, up to the noise of a window; also judged at 0.9 and at 1. Beside it the same share where the gradient norm does not fall.",
    Grid: Thresholds.Default.Over([0.9, 0.95, 1], (at, share) => at with { Always = share }),
    Figures: ["figure6", "figure7"])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (Average by in Average.Both)
        {
            cases.Read(by.Name);
            foreach ((string model, int k) in cases.EveryDepth(["a", "b"]))
            {
                cases.AddRuns(model, k, "share of falls", run => Share(run, by, normFalls: true), Criterion.AtLeast(at.Always));
                cases.AddRunsContext(model, k, $"share of falls while the gradient norm does not fall, {by.Name}", run => Share(run, by, normFalls: false));
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
    Grid: Thresholds.Default.Over([0.02, 0.05, 0.1], (at, share) => at with { StillShare = share }),
    Figures: ["figure4"])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (Average by in Average.Both)
        {
            cases.Read(by.Name);
            foreach (string model in PaperModels.All)
            {
                cases.AddRuns(
                    model, PaperK, "share of the gradient norm while U and L stand still", run => Share(run, at, by, still: true), Criterion.AtLeast(0.5));
                cases.AddRuns(model, PaperK, "share of the gradient norm while U or L moves", run => Share(run, at, by, still: false), Criterion.Below(0.5));
            }
        }

        foreach (string model in PaperModels.All)
        {
            cases.AddRunsContext(model, PaperK, "still steps", run => Still(run, at).Count(still => still));
            cases.AddRunsContext(model, PaperK, "moving steps", run => Still(run, at).Count(still => !still));
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
