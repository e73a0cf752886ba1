using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Bounds;

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
    Figures: ["figure4"])
{
    protected override IReadOnlyList<Thresholds> Grid => Thresholds.Edges;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        cases.Read("logarithms of means, E_X");
        Add(cases, at, row => row.LogMeanFittingError, row => row.LogMeanGradientNorm);
        cases.Read("means of logarithms");
        Add(cases, at, row => row.LogFittingError, row => row.LogGradientNorm);
    }

    private static void Add(EvidenceBuilder cases, Thresholds at, Func<StepRow, double> error, Func<StepRow, double> norm)
    {
        foreach (string model in PaperModels.All)
        {
            foreach (int k in cases.Depths(model).DefaultIfEmpty(EvidenceBuilder.PaperK))
            {
                cases.AddRuns(
                    model, k, "change of ln ‖∇loss‖² in the direction of ln E_f", run => run.Change(norm, at) * Math.Sign(run.Change(error, at)),
                    Criterion.Above(0));
            }
        }
    }
}
