using MathNet.Numerics.Statistics;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Initialization;

/// <summary>U is much larger than L, so that the structural error is mostly U.</summary>
public sealed record UpperTermDominates() : Claim(
    Id: "upper-term-dominates",
    Source: "Section 5.3.1, after Figure 5",
    Quote: "Given that U(A_x) ≫ L(A_x), the structural error is primarily determined by U(A_x)",
    Sentence: "With skip connections (models b and d) U is much larger than L, so the structural error is determined by U.",
    Statistic: "Median of |U| / |L| over the depths in initialization.csv. Beside it the part of S's change from the shallowest to the deepest network that "
        + "is due to U: with S = αG + βU + γL = (α + β)U + (γ − α)L it is (α + β)|ΔU| over (α + β)|ΔU| + |γ − α||ΔL|, the smallest over the 27 weights with "
        + "α, β, γ in ½, 1, 2.",
    Threshold: "≥ 2, the mildest reading of \"much larger\". Where λ_min ≥ 1 in every network, as with an output bias, 0 ≥ U ≥ L: U cannot be the larger one "
        + "in size, and the claim cannot be decided. With unit weights S = 2U: that U determines S is then an identity.",
    Figures: ["figure5"])
{
    private static readonly double[] Weights = [0.5, 1, 2];

    protected override IReadOnlyList<Thresholds> Grid { get; } = [.. new[] { 1.5, 2, 3 }.Select(factor => Thresholds.Default with { MuchLarger = factor })];

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (string model in PaperModels.WithSkip)
        {
            cases.AddInitialOverDepth(
                model, "median |U| / |L|", networks => networks.Select(network => Math.Abs(network.U / network.L)).Median(), Criterion.AtLeast(at.MuchLarger));
            cases.AddInitialOverDepthContext(model, "part of S's change due to U, smallest over the weights", SmallestPart);
        }

        IEnumerable<InitialMeasurement> networks = cases.Data.Initial.Where(network => PaperModels.WithSkip.Contains(network.Model));
        if (networks.Any() && networks.All(network => network.U <= 0))
        {
            cases.CannotDecide(
                "In these networks λ_min ≥ 1 because of the output bias, so 0 ≥ U ≥ L and |U| ≤ |L| whatever else; and with unit weights S = 2U identically.");
        }
    }

    private static double SmallestPart(IReadOnlyList<InitialMeasurement> networks)
    {
        double u = Math.Abs(networks[^1].U - networks[0].U), l = Math.Abs(networks[^1].L - networks[0].L);
        return Weights.SelectMany(a => Weights.SelectMany(b => Weights.Select(c => (a + b) * u / (((a + b) * u) + (Math.Abs(c - a) * l))))).Min();
    }
}
