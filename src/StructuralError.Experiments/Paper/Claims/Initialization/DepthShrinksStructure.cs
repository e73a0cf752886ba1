using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Initialization;

/// <summary>Without skip connections U, L and G fall towards 0 as the network gets deeper.</summary>
public sealed record DepthShrinksStructure() : Claim(
    Id: "depth-shrinks-structure",
    Source: "Section 5.3.1, Figure 5",
    Sentence: "At initialisation, without skip connections (models a and c), U, L and G rapidly fall towards 0 as the number of blocks grows.",
    Statistic: "Over the depths k in initialization.csv, for X = U, L, G: Kendall's τ_b of k and |X|, and |X| of the deepest network divided by |X| of the "
        + "shallowest.",
    Threshold: "τ_b < 0: it falls. Ratio < 0.5: it falls towards 0, and not towards some other value near the first.",
    Figures: ["figure5"])
{
    /// <summary>The deepest network's share of the shallowest's: what tends to zero has lost at least half by then.</summary>
    public const double Share = 0.5;

    public override ClaimResult Judge(ReproductionData data)
    {
        var cases = new EvidenceBuilder(data);
        foreach (string model in PaperModels.WithoutSkip)
        {
            foreach ((string name, Func<InitialMeasurement, double> quantity) in InitialQuantities.All)
            {
                cases.AddInitialOverDepth(
                    model, $"τ of k and |{name}|", networks => DepthTrend.WithDepth(networks, network => Math.Abs(quantity(network))), Criterion.Below(0));
                cases.AddInitialOverDepth(
                    model, $"|{name}| deepest / shallowest", networks => Math.Abs(quantity(networks[^1]) / quantity(networks[0])), Criterion.Below(Share));
            }
        }

        return cases.Conclude(this);
    }
}
