using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Initialization;

/// <summary>Skip connections make the columns of ∇f less independent.</summary>
public sealed record SkipBreaksIndependence() : Claim(
    Id: "skip-breaks-independence",
    Source: "Section 5.3.1, after Figure 5; section 5.3.2, third point",
    Quote: "the presence of skip connections can invalidate the Gradient Independence Condition",
    Sentence: "Skip connections break the Gradient Independence Condition at initialisation: the columns of ∇f are less orthogonal than without.",
    Statistic:
        "mean_absolute_cosine of the model with skip connections less that of the one without, at the same k, width and seed in initialization.csv; mean "
        + "over the depths k ≥ 1.",
    Threshold: "> 0: cosines farther from those of independent columns, which are near 0.",
    Figures: ["figure5"])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach ((string without, string with) in PaperModels.Pairs)
        {
            cases.AddInitialPairs(
                without,
                with,
                "growth of mean |cos|",
                pairs => pairs.Average(pair => pair.With.Independence.MeanAbsoluteCosine - pair.Without.Independence.MeanAbsoluteCosine),
                Criterion.Above(0));
        }
    }
}
