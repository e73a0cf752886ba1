using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Trials;

/// <summary>Dropout brings the columns of ∇f nearer to independence.</summary>
public sealed record DropoutWeakensDependence() : TrialClaim(
    Id: "dropout-weakens-dependence",
    Source: "Section 4.3.2, Enhancing Gradient Independence",
    Quote: "This process helps weaken the dependence among the columns of ∇_θ f_θ(x)",
    Sentence: "With dropout the columns of ∇f are less dependent than without.",
    Statistic: "mean_absolute_cosine at initialisation, measured as a training step takes it, with dropout of one half behind each hidden layer of model a, "
        + "less the same without dropout.",
    Threshold: "< 0: less dependent. What dropout does over a whole training is not asked.",
    Experiment: "dropout",
    Quantity: "mean |cos| with dropout less without",
    Of: TrialStatistic.Change,
    Side: _ => Criterion.Below(0));

/// <summary>Xavier's and He's initialisation give less dependent columns of ∇f than the layers' own.</summary>
public sealed record InitialisersLessCorrelated() : TrialClaim(
    Id: "initialisers-less-correlated",
    Source: "Section 4.3.2, Enhancing Gradient Independence",
    Quote: "Proper weight initialization methods (e.g., Xavier or He initialization) ensure that gradients are well-scaled and less correlated at the start of "
        + "training",
    Sentence: "With Xavier's or He's initialisation the columns of ∇f are less dependent at the start than with PyTorch's default, weights within ±1/√fan_in.",
    Statistic: "mean_absolute_cosine at initialisation with the initialiser less the same with the default, models a and b with five blocks. Without the "
        + "output bias: the same of these models without it.",
    Threshold: "< 0: less dependent. The sentence does not say than with which; the default is smaller than both and lets the signal fade. With an output bias "
        + "columns that fade leave the identity, whose columns are orthogonal: the second reading has no identity to leave.",
    Experiment: "initialiser",
    Quantity: "mean |cos| less that of the default",
    Of: TrialStatistic.Change,
    Side: _ => Criterion.Below(0))
{
    /// <summary>The experiment without the output bias.</summary>
    public const string Control = "initialiser-no-output-bias";

    protected override IReadOnlyList<(string Reading, string Experiment)> Readings => [("with the output bias", Experiment), ("without it", Control)];
}

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
    Quantity: "τ of batch size and mean |cos|",
    Of: TrialStatistic.Trend,
    Side: _ => Criterion.Above(0));
