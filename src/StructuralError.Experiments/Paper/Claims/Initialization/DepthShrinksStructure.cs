using StructuralError.Core.Structure;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

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
    Grid: Thresholds.Shares,
    Figures: ["figure5"])
{
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
                cases.AddInitialTrend(model, name, quantity, Criterion.Below(0), PaperModels.DeepestTraining);
            }
        }
    }

    private static void AddAbsolute(EvidenceBuilder cases, Thresholds at, int deepest)
    {
        foreach (string model in PaperModels.WithoutSkip)
        {
            foreach ((string name, Func<InitialMeasurement, double> quantity) in InitialQuantities.All)
            {
                cases.AddInitialTrend(model, $"|{name}|", network => Math.Abs(quantity(network)), Criterion.Below(0), deepest);
                cases.AddInitialOverDepth(
                    model, $"|{name}| deepest / shallowest", networks => Math.Abs(quantity(networks[^1]) / quantity(networks[0])),
                    Criterion.Below(at.Shrunk), deepest);
            }
        }
    }
}

/// <summary>U, L and G fall towards 0 with depth also without the output bias, which alone puts an identity under A.</summary>
public sealed record ShrinkageWithoutOutputBias() : Claim(
    Id: "shrinkage-without-output-bias",
    Source: "Section 5.3.2, second point; section 5.3.1",
    Quote: "",
    Sentence: "U, L and G approach zero with depth (models a and c) because the columns of ∇f become independent, as in Theorem 4. Then they do so without the "
        + "output bias too; if the fall is only that the other layers vanish and the bias's identity is left, with ln 1 = 0, they do not.",
    Statistic: "Over the depths in initialization.csv, with A − I (A without the output bias) in place of A, for X = U, L, G: Kendall's τ_b of k and |X|, and "
        + "|X| of the deepest network divided by |X| of the shallowest.",
    Threshold: "τ_b < 0 and ratio < 0.5, as for depth-shrinks-structure with the bias.",
    Grid: Thresholds.Shares,
    Figures: ["figure5", "structural_matrix_origin"],
    Kind: ClaimKind.Ours)
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (string model in PaperModels.WithoutSkip)
        {
            foreach ((string name, Func<InitialMeasurement, double> quantity) in InitialQuantities.WithoutOutputBias)
            {
                cases.AddInitialTrend(model, $"|{name}| without bias", network => Math.Abs(quantity(network)), Criterion.Below(0));
                cases.AddInitialOverDepth(
                    model, $"|{name}| without bias, deepest / shallowest", networks => Math.Abs(quantity(networks[^1]) / quantity(networks[0])),
                    Criterion.Below(at.Shrunk));
            }

            cases.AddEveryDepthContext(model, "share of λ_min from the output layer and its bias at step 0", OutputShare);
        }

        double[] shares = [.. cases.Data.Runs.Where(run => PaperModels.WithoutSkip.Contains(run.Model)).Select(OutputShare).Where(double.IsFinite)];
        if (shares.Length > 0)
        {
            string smallest = RoundedNumber.Text(shares.Min()), largest = RoundedNumber.Text(shares.Max());
            cases.Remark($"At step 0 the output layer and its bias make up {smallest} to {largest} of λ_min in the runs of models a and c.");
        }
    }

    // The output bias is the last part, its layer the one before; both are multiples of the identity.
    private static double OutputShare(TrainedRun run)
    {
        LayerRow[] parts = [.. run.Layers.Where(row => row.Step == 0).OrderBy(row => row.Part)];
        return parts.Length > 1 && parts[^1].Name == LayerRow.OutputBias ? parts[^1].LambdaMinShare + parts[^2].LambdaMinShare : double.NaN;
    }
}

/// <summary>U, L and G of a network at initialisation, by name.</summary>
file static class InitialQuantities
{
    public static IReadOnlyList<(string Name, Func<InitialMeasurement, double> Of)> All { get; } =
        [("U", network => network.U), ("L", network => network.L), ("G", network => network.G)];

    /// <summary>The same for A without the output bias, which loses the identity.</summary>
    public static IReadOnlyList<(string Name, Func<InitialMeasurement, double> Of)> WithoutOutputBias { get; } =
    [
        ("U", network => network.UWithoutOutputBias),
        ("L", network => network.LWithoutOutputBias),
        ("G", network => network.UWithoutOutputBias - network.LWithoutOutputBias),
    ];
}
