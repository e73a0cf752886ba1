using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Independence;

/// <summary>G falls with the number of parameters.</summary>
public sealed record ParametersNarrowGap() : Claim(
    Id: "parameters-narrow-gap",
    Source: "Section 4.3.2, Theorem 4 (Z decreases in |θ|)",
    Quote: "Z … is a decreasing function of |θ|",
    Sentence: "As the bound of G does, G itself falls as the number of parameters grows, by width and by depth (models a and c).",
    Statistic: "Kendall's τ_b of the number of parameters and G in initialization.csv: over the widths at one depth, and over the depths at one width.",
    Threshold: "τ_b < 0: smaller with more parameters, in either way of adding them.",
    Figures: ["theorem4", "figure5"])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (string model in PaperModels.WithoutSkip)
        {
            cases.AddInitialOverWidth(model, "τ of P and G", networks => DepthTrend.WithParameters(networks, network => network.G), Criterion.Below(0));
            cases.AddInitialOverDepth(model, "τ of P and G", networks => DepthTrend.WithParameters(networks, network => network.G), Criterion.Below(0));
        }
    }
}
