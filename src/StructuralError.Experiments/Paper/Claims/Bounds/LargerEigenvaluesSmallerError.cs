using StructuralError.Core.Statistics;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Bounds;

/// <summary>At the same gradient norm larger eigenvalues go with smaller fitting errors.</summary>
public sealed record LargerEigenvaluesSmallerError() : Claim(
    Id: "larger-eigenvalues-smaller-error",
    Source: "Section 4.3.1",
    Quote: "under conditions where the gradient norm is held constant … larger eigenvalues correlate with smaller distribution fitting errors",
    Sentence: "At a given gradient norm larger eigenvalues of the structural matrix correlate with smaller fitting errors.",
    Statistic: "Kendall's partial rank correlation of log_fitting_error and ln λ given log_gradient_norm over the rows of steps.csv, ln λ = −U and −L: (τ_xy "
        + "− τ_xz τ_yz) / √((1 − τ_xz²)(1 − τ_yz²)), of each fifth row. As logarithms of means: the same with log_mean_fitting_error and "
        + "log_mean_gradient_norm.",
    Threshold: "< 0: a negative correlation.",
    Figures: ["figure4"])
{
    // The coefficient counts pairs of rows: each fifth row gives the same answer in a 25th of the time.
    private const int Every = 5;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (Average by in Average.Both)
        {
            cases.Read(by.Name);
            foreach ((string model, int k) in cases.EveryDepth(PaperModels.All))
            {
                cases.AddRuns(model, k, "partial τ of ln E_f and ln λ_min", run => Partial(run, by, row => -row.U), Criterion.Below(0));
                cases.AddRuns(model, k, "partial τ of ln E_f and ln λ_max", run => Partial(run, by, row => -row.L), Criterion.Below(0));
            }
        }
    }

    private static double Partial(TrainedRun run, Average by, Func<StepRow, double> eigenvalue)
    {
        StepRow[] rows = [.. run.Steps.Where((_, i) => i % Every == 0)];
        double[] x = [.. rows.Select(by.Error)], y = [.. rows.Select(eigenvalue)], z = [.. rows.Select(by.Norm)];
        double xy = KendallTau.Of(x, y), xz = KendallTau.Of(x, z), yz = KendallTau.Of(y, z);
        return (xy - (xz * yz)) / Math.Sqrt((1 - (xz * xz)) * (1 - (yz * yz)));
    }
}
