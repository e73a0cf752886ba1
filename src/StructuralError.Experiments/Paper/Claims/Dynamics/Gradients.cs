using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Dynamics;

/// <summary>The elements of ∇f get smaller in training.</summary>
public sealed record GradientElementsDiminish() : Claim(
    Id: "gradient-elements-diminish",
    Source: "Section 4.3.1",
    Quote: "During the training of neural networks, the magnitudes of the elements in the gradient vector ∇_θ f_θ(x) diminish alongside the reduction in "
        + "backpropagated errors",
    Sentence: "The elements of ∇f diminish in training, and with them the largest eigenvalue of the structural matrix.",
    Statistic: "Mean over the last 50 rows of steps.csv less that over the first 50: of −L, the mean of ln λ_max; and of ln lambda_max_mean. tr A = ‖∇f‖² "
        + "lies between λ_max and C λ_max.",
    Threshold: "< 0: λ_max is smaller at the end.",
    Grid: Thresholds.Edges,
    Figures: ["figure4", "figure6", "figure7"])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        cases.Read("mean of the logarithms");
        cases.AddEveryDepth(PaperModels.All, "change of E ln λ_max", run => -run.Change(row => row.L, at), Criterion.Below(0));
        cases.Read("logarithm of the mean");
        cases.AddEveryDepth(PaperModels.All, "change of ln E λ_max", run => run.Change(row => Math.Log(row.LambdaMaxMean), at), Criterion.Below(0));
    }
}

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
    Grid: Thresholds.Shares,
    Figures: ["structural_matrix_origin"])
{
    private const double LastPart = 0.9;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        var small = Criterion.AtMost(Math.Log(at.Shrunk));
        foreach ((string model, int k) in cases.EveryDepth(PaperModels.All))
        {
            cases.AddRuns(model, k, "ln of ‖∇f‖² at step 0 over the largest", run => Ratio(run, step => step == 0), small);
            cases.AddRuns(model, k, "ln of ‖∇f‖² at the end over the largest", run => Ratio(run, step => step >= LastPart * run.Steps[^1].Step), small);
        }
    }

    private static double Ratio(TrainedRun run, Func<long, bool> chosen)
    {
        (long Step, double Trace)[] traces =
        [
            .. run.Layers.Where(row => row.Name != LayerRow.OutputBias).GroupBy(row => row.Step).Select(parts => (parts.Key, parts.Sum(row => row.Trace))),
        ];
        return traces.Length == 0
            ? double.NaN
            : Math.Log(traces.Where(row => chosen(row.Step)).Average(row => row.Trace) / traces.Max(row => row.Trace));
    }
}
