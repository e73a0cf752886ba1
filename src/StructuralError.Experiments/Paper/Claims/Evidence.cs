using System.Text.Json.Serialization;

namespace StructuralError.Experiments.Paper.Claims;

/// <summary>A claim's statistic in one case: over the seeds of one model and depth, say.</summary>
/// <param name="Verdict">What this case says by itself.</param>
/// <inheritdoc cref="Observation"/>
public sealed record Evidence(
    string Case,
    string Quantity,
    IReadOnlyList<SeedValue> Values,
    double Mean,
    double Lower,
    double Upper,
    [property: JsonPropertyOrder(1)] Verdict Verdict)
    : Observation(Case, Quantity, Values, Mean, Lower, Upper)
{
    /// <summary>In which reading of the sentence; empty where there is only one.</summary>
    public string Reading { get; init; } = string.Empty;
}
