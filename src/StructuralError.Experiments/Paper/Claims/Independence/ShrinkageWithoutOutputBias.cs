using StructuralError.Core.Structure;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Claims.Initialization;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Independence;

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
    Figures: ["figure5", "structural_matrix_origin"],
    Kind: ClaimKind.Ours)
{
    protected override IReadOnlyList<Thresholds> Grid => Thresholds.Shares;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (string model in PaperModels.WithoutSkip)
        {
            foreach ((string name, Func<InitialMeasurement, double> quantity) in InitialQuantities.WithoutOutputBias)
            {
                cases.AddInitialOverDepth(
                    model, $"τ of k and |{name}| without bias",
                    networks => DepthTrend.WithDepth(networks, network => Math.Abs(quantity(network))),
                    Criterion.Below(0));
                cases.AddInitialOverDepth(
                    model,
                    $"|{name}| without bias, deepest / shallowest",
                    networks => Math.Abs(quantity(networks[^1]) / quantity(networks[0])),
                    Criterion.Below(at.Shrunk));
            }

            foreach (int k in cases.Depths(model))
            {
                cases.AddRunsContext(model, k, "share of λ_min from the output layer and its bias at step 0", OutputShare);
            }
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
        return parts.Length > 1 && parts[^1].Name == PartNames.OutputBias ? parts[^1].LambdaMinShare + parts[^2].LambdaMinShare : double.NaN;
    }
}
