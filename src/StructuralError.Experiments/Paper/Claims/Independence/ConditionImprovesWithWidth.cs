using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Independence;

/// <summary>The condition is met better by networks with more parameters.</summary>
public sealed record ConditionImprovesWithWidth() : Claim(
    Id: "condition-improves-with-parameters",
    Source: "Section 4.3.2, after Definition 1",
    Quote: "under conditions of large-scale parameter counts, the Gradient Independence Condition is generally satisfied",
    Sentence: "The more parameters a network has, the nearer the columns of ∇f come to the Gradient Independence Condition (models a and c).",
    Statistic: "largest_absolute_cosine over Lemma 2's bound √(6 ln C)/√(P − 1) in initialization.csv: Kendall's τ_b of it and P, over the widths at one "
        + "depth.",
    Threshold: "< 0: nearer with more parameters. Depth is another claim's, for it changes more than P.",
    Figures: ["theorem4"])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (string model in PaperModels.WithoutSkip)
        {
            cases.AddInitialOverWidth(
                model, "τ of P and the largest cosine over its bound",
                networks => DepthTrend.WithParameters(networks, network => UniformColumns.Cosine(network.Independence)), Criterion.Below(0));
            foreach ((int k, int width) in cases.InitialSizes(model))
            {
                cases.AddInitialContext(
                    model, k, width, "dimension in which uniform columns have the mean cosine measured",
                    network => UniformColumns.Dimension(network.Independence));
            }
        }
    }
}
