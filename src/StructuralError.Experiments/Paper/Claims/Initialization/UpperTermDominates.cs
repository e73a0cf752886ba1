using MathNet.Numerics.Statistics;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Initialization;

/// <summary>U is much larger than L, so that the structural error is mostly U.</summary>
public sealed class UpperTermDominates : Claim
{
    /// <summary>The mildest reading of "much larger".</summary>
    public const double Factor = 2;

    public override string Id => "upper-term-dominates";

    public override string Source => "Section 5.3.1, after Figure 5";

    public override string Sentence => "With skip connections (models b and d) U is much larger than L, so the structural error is determined by U.";

    public override string Statistic => "Median of |U| / |L| over the depths in initialization.csv.";

    public override string Threshold => "≥ 2, the mildest reading of \"much larger\". In size, since U ≥ L holds by definition.";

    public override IReadOnlyList<string> Figures => ["figure5"];

    public override ClaimResult Judge(ReproductionData data)
    {
        var cases = new EvidenceBuilder(data);
        foreach (string model in PaperModels.WithSkip)
        {
            cases.AddInitialOverDepth(model, "median |U| / |L|", networks => networks.Select(network => Math.Abs(network.U / network.L)).Median(), Criterion.AtLeast(Factor));
        }

        return cases.Conclude(this);
    }
}
