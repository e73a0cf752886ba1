using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Trials;

/// <summary>Given five epochs the gap between the bounds narrows.</summary>
public sealed record GapNarrowsLater() : TrialClaim(
    Id: "gap-narrows-later",
    Source: "Section 5.2, Figure 2",
    Quote: "",
    Sentence: "The paper trains for one epoch. Is the gap between the bounds smaller than at the start after five?",
    Statistic: "G: its mean over the last 50 rows of steps.csv after five epochs, a row each tenth step, less that over the first 50 steps; model a with five "
        + "blocks, model b with one.",
    Threshold: "< 0: the gap is smaller at the end than at the start.",
    Experiment: "epochs-gap",
    Quantity: "change of G in five epochs",
    Kind: ClaimKind.Ours)
{
    protected override int FewestLevels => 1;

    protected override Criterion Criterion => Criterion.Below(0);

    protected override double Of(IReadOnlyList<Trial> trials) => trials[^1].Value;
}
