using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Initialization;

/// <summary>Without skip connections U, L and G fall towards 0 as the network gets deeper.</summary>
public sealed record DepthShrinksStructure() : Claim(
    Id: "depth-shrinks-structure",
    Source: "Section 5.3.1, Figure 5",
    Quote: "as the number of layers increases, U, L and G rapidly decrease, causing the structural error to decline and approach zero",
    Sentence: "At initialisation, without skip connections (models a and c), U, L and G rapidly fall towards 0 as the number of blocks grows.",
    Statistic: "Over the depths k = 0 to 5 in initialization.csv (the range of the paper's section 5.3.2; Figure 5 does not tell its own), for X = U, L, G: "
        + "Kendall's τ_b of k and |X|, and |X| of the deepest network divided by |X| of the shallowest. Signed: τ_b of k and X: with an output bias λ_min ≥ "
        + "1, so U and L are at most 0 and rise as they come to 0.",
    Threshold: "τ_b < 0: it falls. Ratio < 0.5: it falls towards 0, and not towards some other value near the first.",
    Figures: ["figure5"])
{
    protected override IReadOnlyList<Thresholds> Grid => Thresholds.Shares;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        cases.Read("towards zero, k = 0 to 5");
        AddAbsolute(cases, at, PaperModels.DeepestTraining);
        cases.Read("towards zero, every depth");
        AddAbsolute(cases, at, int.MaxValue);
        cases.Read("signed, k = 0 to 5");
        foreach (string model in PaperModels.WithoutSkip)
        {
            foreach ((string name, Func<InitialMeasurement, double> quantity) in InitialQuantities.All)
            {
                cases.AddInitialOverDepth(
                    model, $"τ of k and {name}", networks => DepthTrend.WithDepth(networks, quantity), Criterion.Below(0), PaperModels.DeepestTraining);
            }
        }
    }

    private static void AddAbsolute(EvidenceBuilder cases, Thresholds at, int deepest)
    {
        foreach (string model in PaperModels.WithoutSkip)
        {
            foreach ((string name, Func<InitialMeasurement, double> quantity) in InitialQuantities.All)
            {
                cases.AddInitialOverDepth(
                    model, $"τ of k and |{name}|", networks => DepthTrend.WithDepth(networks, network => Math.Abs(quantity(network))), Criterion.Below(0),
                    deepest);
                cases.AddInitialOverDepth(
                    model, $"|{name}| deepest / shallowest", networks => Math.Abs(quantity(networks[^1]) / quantity(networks[0])),
                    Criterion.Below(at.Shrunk), deepest);
            }
        }
    }
}
