using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Initialization;

/// <summary>Skip connections make λ_min larger, at initialisation.</summary>
public sealed record SkipEnlargesEigenvalues() : Claim(
    Id: "skip-enlarges-lambda-min",
    Source: "Section 5.3.1, point 1; section 4.3.1",
    Quote: "Introducing skip connections increases the eigenvalues of the structural matrix",
    Sentence: "Skip connections enlarge the smallest eigenvalue of the structural matrix at initialisation, at every depth k ≥ 1.",
    Statistic:
        "U of the model without skip connections less U of the one with them, at the same k, width and seed in initialization.csv: the mean of ln (λ_min "
        + "with / λ_min without) over the batch. The smallest over the depths k ≥ 1 decides.",
    Threshold: "> 0: larger at every depth.",
    Figures: ["figure5"])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach ((string without, string with) in PaperModels.Pairs)
        {
            cases.AddInitialPairs(
                without, with, "smallest ln ratio of λ_min over k", pairs => pairs.Min(pair => pair.Without.U - pair.With.U), Criterion.Above(0));
        }
    }
}
