using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Trials;

/// <summary>Parameters held small by weight decay give more uniform predictions.</summary>
public sealed record WeightDecayMakesUniform() : TrialClaim(
    Id: "weight-decay-makes-predictions-uniform",
    Source: "Section 4.1, after Theorem 2",
    Quote: "enabling ‖θ‖² to control the uniformity of the model's output distribution",
    Sentence: "The more weight decay holds ‖θ‖² down, the more uniform the predictions become.",
    Statistic: "Kendall's τ_b of the weight decay, 0, 0.001, 0.01 and 0.1, and the mean of p_norm_squared over the last 50 rows of steps.csv, a row each tenth "
        + "step: ‖p‖² is 1/C for a uniform p and 1 for a certain one. Model a, 100 epochs of 1024 samples.",
    Threshold: "< 0: more uniform with more of it.",
    Experiment: "weight-decay",
    Quantity: "τ of weight decay and ‖p‖²")
{
    protected override int FewestLevels => EvidenceBuilder.FewestPoints;

    protected override Criterion Criterion => Criterion.Below(0);

    protected override double Of(IReadOnlyList<Trial> trials) => Trend(trials);
}
