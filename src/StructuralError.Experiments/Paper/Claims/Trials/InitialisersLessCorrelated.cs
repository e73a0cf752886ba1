using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Trials;

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
    Quantity: "mean |cos| less that of the default")
{
    /// <summary>The experiment without the output bias.</summary>
    public const string Control = "initialiser-no-output-bias";

    protected override IReadOnlyList<(string Reading, string Experiment)> Readings => [("with the output bias", Experiment), ("without it", Control)];

    protected override Criterion Criterion => Criterion.Below(0);

    protected override double Of(IReadOnlyList<Trial> trials) => Change(trials);
}
