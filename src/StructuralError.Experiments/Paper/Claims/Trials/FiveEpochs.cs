using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Trials;

/// <summary>Given five epochs the expected gradient norm falls.</summary>
public sealed record GradientNormFallsLater() : TrialClaim(
    Id: "gradient-norm-falls-later",
    Source: "Section 4.2, after Theorem 3",
    Quote: "",
    Sentence: "The paper trains for one epoch. Is the expected gradient norm smaller than at the start after five?",
    Statistic: "log_mean_gradient_norm: its mean over the last 50 rows of steps.csv after five epochs, a row each tenth step, less that over the first 50 "
        + "steps; model a with five blocks, model b with one.",
    Threshold: "< 0: smaller at the end.",
    Experiment: "epochs",
    Quantity: "change of ln E ‖∇loss‖² in five epochs",
    Of: TrialStatistic.Only,
    Side: _ => Criterion.Below(0),
    Kind: ClaimKind.Ours);

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
    Of: TrialStatistic.Only,
    Side: _ => Criterion.Below(0),
    Kind: ClaimKind.Ours);
