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

/// <summary>A quantity over the seeds in one case; shown beside a claim's evidence it decides nothing.</summary>
/// <param name="Case">For instance <c>model a, k = 3</c>.</param>
/// <param name="Quantity">What the values are, with unit, as <c>onset of the decrease (step)</c>.</param>
/// <param name="Values">One for each seed, in order; NaN where it is undefined, +∞ for a step that the run did not reach.</param>
/// <param name="Mean">Over the seeds.</param>
/// <param name="Lower">Lower end of the mean's 95 % interval (Student's t); NaN with fewer than two seeds, or where a value is not finite.</param>
/// <param name="Upper">Upper end.</param>
public record Observation(string Case, string Quantity, IReadOnlyList<SeedValue> Values, double Mean, double Lower, double Upper);

/// <summary>The statistic of one seed.</summary>
public readonly record struct SeedValue(long Seed, double Value);
