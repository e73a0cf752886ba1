using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Trials;

/// <summary>Parameters held small by weight decay overfit less.</summary>
public sealed record WeightDecayReducesOverfitting() : TrialClaim(
    Id: "weight-decay-reduces-overfitting",
    Source: "Section 4.1, after Theorem 2",
    Quote: "by constraining the norm of the parameters … reducing the risk of overfitting the training data",
    Sentence: "The more weight decay holds ‖θ‖² down, the nearer the test loss stays to the training loss.",
    Statistic: "Kendall's τ_b of the weight decay, 0, 0.001, 0.01 and 0.1, and test_loss (summary.json) less the mean of loss over the last 50 rows of "
        + "steps.csv, a row each tenth step. Model a, 100 epochs of 1024 samples, which it learns by heart without weight decay.",
    Threshold: "< 0: a smaller gap with more of it.",
    Experiment: "overfitting",
    Quantity: "τ of weight decay and test less training loss")
{
    protected override int FewestLevels => EvidenceBuilder.FewestPoints;

    protected override Criterion Criterion => Criterion.Below(0);

    protected override double Of(IReadOnlyList<Trial> trials) => Trend(trials);
}
