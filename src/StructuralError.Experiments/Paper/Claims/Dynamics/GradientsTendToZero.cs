using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Dynamics;

/// <summary>∇f is near zero after random initialisation and again at the end.</summary>
public sealed record GradientsTendToZero() : Claim(
    Id: "gradients-tend-to-zero",
    Source: "Section 4.3.1, before eq. 24",
    Quote: "Following the random initialization of model parameters or upon reaching a stable convergence state, the gradients of the model … often tend "
        + "toward zero",
    Sentence: "The gradients ∇f are small after initialisation, and small again when training has converged.",
    Statistic: "tr A = ‖∇f‖², the sum of trace over the parts in layers.csv without the output bias, whose part is constant: ln of its value at step 0 over "
        + "its largest, and ln of its mean over the last tenth of the run over its largest.",
    Threshold: "≤ −ln 2, both: at most half of the largest, the mildest reading of \"toward zero\".",
    Figures: ["structural_matrix_origin"])
{
    private const double LastPart = 0.9;

    protected override IReadOnlyList<Thresholds> Grid => Thresholds.Shares;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (string model in PaperModels.All)
        {
            foreach (int k in cases.Depths(model).DefaultIfEmpty(EvidenceBuilder.PaperK))
            {
                cases.AddRuns(model, k, "ln of ‖∇f‖² at step 0 over the largest", run => Ratio(run, step => step == 0), Criterion.AtMost(Math.Log(at.Shrunk)));
                cases.AddRuns(
                    model, k, "ln of ‖∇f‖² at the end over the largest",
                    run => Ratio(run, step => step >= LastPart * run.Steps[^1].Step), Criterion.AtMost(Math.Log(at.Shrunk)));
            }
        }
    }

    private static double Ratio(TrainedRun run, Func<long, bool> chosen)
    {
        (long Step, double Trace)[] traces =
        [
            .. run.Layers.Where(row => row.Name != PartNames.OutputBias).GroupBy(row => row.Step).Select(parts => (parts.Key, parts.Sum(row => row.Trace))),
        ];
        return traces.Length == 0
            ? double.NaN
            : Math.Log(traces.Where(row => chosen(row.Step)).Average(row => row.Trace) / traces.Max(row => row.Trace));
    }
}
