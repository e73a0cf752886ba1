using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Trials;

/// <summary>Smaller batches, more noise, less dependent columns of ∇f.</summary>
public sealed record SgdNoiseWeakensDependence() : TrialClaim(
    Id: "sgd-noise-weakens-dependence",
    Source: "Section 4.3.2, Enhancing Gradient Independence",
    Quote: "SGD incorporates randomness through sampling, which helps to validate the Gradient Independence Condition",
    Sentence: "After as many updates, the noise of smaller batches has left the columns of ∇f less dependent.",
    Statistic: "Kendall's τ_b of the batch size, 16, 64 and 512, and the mean of mean_absolute_cosine after 100 and after 110 updates (independence.csv), "
        + "model a.",
    Threshold: "> 0: more dependent with larger batches.",
    Experiment: "batch-size",
    Quantity: "τ of batch size and mean |cos|")
{
    protected override int FewestLevels => EvidenceBuilder.FewestPoints;

    protected override Criterion Criterion => Criterion.Above(0);

    protected override double Of(IReadOnlyList<Trial> trials) => Trend(trials);
}
