using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Initialization;

/// <summary>With skip connections U and L fall with depth, and G grows.</summary>
public sealed record SkipDepthTrends() : Claim(
    Id: "skip-depth-trends",
    Source: "Section 5.3.1, Figure 5",
    Quote: "both U(A_x) and L(A_x) decrease, while G(A_x) increases",
    Sentence: "At initialisation, with skip connections (models b and d), U and L fall as the number of blocks grows, while G grows.",
    Statistic: "Kendall's τ_b of k with U, with L and with G, over the depths in initialization.csv. U and L with their signs.",
    Threshold: "U, L: τ_b < 0. G: τ_b > 0.",
    Figures: ["figure5"])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (string model in PaperModels.WithSkip)
        {
            cases.AddInitialOverDepth(model, "τ of k and U", networks => DepthTrend.WithDepth(networks, network => network.U), Criterion.Below(0));
            cases.AddInitialOverDepth(model, "τ of k and L", networks => DepthTrend.WithDepth(networks, network => network.L), Criterion.Below(0));
            cases.AddInitialOverDepth(model, "τ of k and G", networks => DepthTrend.WithDepth(networks, network => network.G), Criterion.Above(0));
        }
    }
}
