using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Initialization;

/// <summary>Without skip connections the blocks' gradients decay as a product towards the input; with them they do not.</summary>
public sealed record SkipStopsDecay() : Claim(
    Id: "skip-stops-decay-over-blocks",
    Source: "Section 4.3.1, eq. 24",
    Quote: "with the introduction of skip connections … prevents the decay caused by the multiplication of gradients in the chain rule",
    Sentence: "At initialisation the blocks' gradients decay from the output to the input without skip connections (a), and do not with them (b).",
    Statistic: "trace of the blocks' parts in layers.csv at step 0, the parts between the first layer and the output layer: mean of ln (block i / block i + "
        + "1), the decay in nats a block, at each k ≥ 2.",
    Threshold: "a: < −ln 2, at least half is lost in each block. b: > −ln 2, less than half.",
    Figures: ["structural_matrix_origin"])
{
    protected override IReadOnlyList<Thresholds> Grid => Thresholds.Shares;

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
        LayerRow[] parts = [.. run.Layers.Where(row => row.Step == 0 && row.Name != PartNames.OutputBias).OrderBy(row => row.Part)];
        return parts.Length < 4 ? double.NaN : Math.Log(parts[1].Trace / parts[^2].Trace) / (parts.Length - 3);
    }
}
