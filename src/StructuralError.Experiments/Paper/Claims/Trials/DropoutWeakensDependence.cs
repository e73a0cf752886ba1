using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

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
    Quantity: "mean |cos| with dropout less without")
{
    protected override Criterion Criterion => Criterion.Below(0);

    protected override double Of(IReadOnlyList<Trial> trials) => Change(trials);
}
