using System.Text.Json.Serialization;

namespace StructuralError.Core.Engines;

/// <summary>
/// What an engine will do for one layer, for <c>--explain</c>. Counts are multiply-adds per sample, dense: masks make some of them unnecessary at run time.
/// </summary>
/// <param name="Name">For instance <c>layer1 linear 128 → 128</c>, or <c>relu</c>.</param>
/// <param name="Form">How the Gram part is computed: <c>norm</c> for (‖a‖² + 1)·BBᵀ, <c>M</c>, <c>G</c>, or empty for a layer without parameters.</param>
/// <param name="OutputShape">Shape of one sample's output.</param>
/// <param name="ForwardMacs">Forward pass.</param>
/// <param name="PullBackMacs">Carrying the C cotangents to the layer's input.</param>
/// <param name="GramMacs">The layer's part of A.</param>
/// <param name="GradientMacs">The parameter gradient, where it does not fall out of the Gram part.</param>
/// <param name="Bytes">Buffers the layer needs, all threads together.</param>
public sealed record LayerPlan(
    string Name,
    string Form,
    [property: JsonPropertyName("output")] string OutputShape,
    long ForwardMacs,
    long PullBackMacs,
    long GramMacs,
    long GradientMacs,
    long Bytes);
