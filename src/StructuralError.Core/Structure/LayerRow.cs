namespace StructuralError.Core.Structure;

/// <summary>
/// One row of <c>layers.csv</c>: what one part of the network puts into the structural matrices at step t. The parts are the layers that own parameters, A =
/// Σ_l A⁽ˡ⁾; where the logits come from a linear layer with bias, its bias is a part of its own, A = I there. Values are means over the samples.
/// </summary>
/// <remarks>
/// v is the unit eigenvector of λ_min(A), so vᵀA⁽ˡ⁾v sums to λ_min over the parts. Without the output bias A becomes A − I: the eigenvectors stay, every
/// eigenvalue loses 1, the trace loses C.
/// </remarks>
public record struct LayerRow
{
    /// <summary>Name of the part that is the output bias.</summary>
    public const string OutputBias = "output bias";

    public required long Step;

    /// <summary>Place among the parts, from 0; the output bias is the last.</summary>
    public required int Part;

    /// <summary>For instance <c>layer1 linear 128 → 128</c>, or <c>output bias</c>.</summary>
    public required string Name;

    /// <summary>tr A⁽ˡ⁾.</summary>
    public required double Trace;

    /// <summary>vᵀA⁽ˡ⁾v.</summary>
    public required double LambdaMinPart;

    /// <summary>tr A⁽ˡ⁾ / tr A.</summary>
    public required double TraceShare;

    /// <summary>vᵀA⁽ˡ⁾v / λ_min(A).</summary>
    public required double LambdaMinShare;

    /// <summary>The same share of A without the output bias; null for the bias itself, and where nothing is left.</summary>
    public required double? TraceShareWithoutOutputBias;

    /// <inheritdoc cref="TraceShareWithoutOutputBias"/>
    public required double? LambdaMinShareWithoutOutputBias;
}
