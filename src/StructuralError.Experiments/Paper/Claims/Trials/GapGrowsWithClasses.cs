using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Trials;

/// <summary>The gap between the bounds grows with the number of classes, as Theorem 4's bound on it does.</summary>
public sealed record GapGrowsWithClasses() : TrialClaim(
    Id: "gap-grows-with-classes",
    Source: "Theorem 4, eq. 31",
    Quote: "",
    Sentence: "Theorem 4's bound on the gap, ln(Z + 1), grows with the number of classes C. Does the gap G?",
    Statistic: "Kendall's τ_b of C = 2, 3, 5, 10, 30, 100 and G at initialisation, models a and c with one block. A does not depend on the labels, so every "
        + "data set does for every C.",
    Threshold: "> 0: G grows with C.",
    Experiment: "classes",
    Quantity: "τ of C and G",
    Of: TrialStatistic.Trend,
    Side: _ => Criterion.Above(0),
    Kind: ClaimKind.Ours);
