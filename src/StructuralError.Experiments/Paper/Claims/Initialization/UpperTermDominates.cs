using MathNet.Numerics.Statistics;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Initialization;

/// <summary>U is much larger than L, so that the structural error is mostly U.</summary>
public sealed record UpperTermDominates() : Claim(
    Id: "upper-term-dominates",
    Source: "Section 5.3.1, after Figure 5",
    Sentence: "With skip connections (models b and d) U is much larger than L, so the structural error is determined by U.",
    Statistic: "Median of |U| / |L| over the depths in initialization.csv.",
    Threshold: "≥ 2, the mildest reading of \"much larger\". In size, since U ≥ L holds by definition.",
    Figures: ["figure5"])
{
    /// <summary>The mildest reading of "much larger".</summary>
    public const double Factor = 2;

    public override ClaimResult Judge(ReproductionData data)
    {
        var cases = new EvidenceBuilder(data);
        foreach (string model in PaperModels.WithSkip)
        {
            cases.AddInitialOverDepth(
                model, "median |U| / |L|", networks => networks.Select(network => Math.Abs(network.U / network.L)).Median(), Criterion.AtLeast(Factor));
        }

        return cases.Conclude(this);
    }
}
