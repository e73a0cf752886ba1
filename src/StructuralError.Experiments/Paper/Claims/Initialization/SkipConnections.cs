using MathNet.Numerics.Statistics;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

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
            cases.AddInitialTrend(model, "U", network => network.U, Criterion.Below(0));
            cases.AddInitialTrend(model, "L", network => network.L, Criterion.Below(0));
            cases.AddInitialTrend(model, "G", network => network.G, Criterion.Above(0));
        }
    }
}

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
    Grid: Thresholds.Default.Over([1.5, 2, 3], (at, factor) => at with { MuchLarger = factor }),
    Figures: ["figure5"])
{
    private static readonly double[] Weights = [0.5, 1, 2];

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
                without, with, "growth of mean |cos|",
                pairs => pairs.Average(pair => pair.With.Independence.MeanAbsoluteCosine - pair.Without.Independence.MeanAbsoluteCosine), Criterion.Above(0));
        }
    }
}

/// <summary>Without skip connections the blocks' gradients decay as a product towards the input; with them they do not.</summary>
public sealed record SkipStopsDecay() : Claim(
    Id: "skip-stops-decay-over-blocks",
    Source: "Section 4.3.1, eq. 24",
    Quote: "with the introduction of skip connections … prevents the decay caused by the multiplication of gradients in the chain rule",
    Sentence: "At initialisation the blocks' gradients decay from the output to the input without skip connections (a), and do not with them (b).",
    Statistic: "trace of the blocks' parts in layers.csv at step 0, the parts between the first layer and the output layer: mean of ln (block i / block i + "
        + "1), the decay in nats a block, at each k ≥ 2.",
    Threshold: "a: < −ln 2, at least half is lost in each block. b: > −ln 2, less than half.",
    Grid: Thresholds.Shares,
    Figures: ["structural_matrix_origin"])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (int k in cases.Depths("a").Concat(cases.Depths("b")).Distinct().Order().Where(k => k >= 2).DefaultIfEmpty(2))
        {
            cases.AddRuns("a", k, "ln of the trace, block to block towards the input", Decay, Criterion.Below(Math.Log(at.Shrunk)));
            cases.AddRuns("b", k, "ln of the trace, block to block towards the input", Decay, Criterion.Above(Math.Log(at.Shrunk)));
        }
    }

    // The first part is the first layer, the last two are the output layer and its bias.
    private static double Decay(TrainedRun run)
    {
        LayerRow[] parts = [.. run.Layers.Where(row => row.Step == 0 && row.Name != LayerRow.OutputBias).OrderBy(row => row.Part)];
        return parts.Length < 4 ? double.NaN : Math.Log(parts[1].Trace / parts[^2].Trace) / (parts.Length - 3);
    }
}
