using System.Text.Json.Serialization;

namespace StructuralError.Runs.Files;

/// <summary>The file that a run's initial weights came from.</summary>
/// <param name="Sha256">Of the whole file, hexadecimal: part of the run's identity, which the path is not.</param>
public sealed record WeightsSource([property: JsonPropertyName("file")] string? Path, string? Sha256) : FileRecord;
