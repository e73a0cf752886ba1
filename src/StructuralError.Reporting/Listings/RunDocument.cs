using System.Text.Json;
using System.Text.Json.Serialization;

namespace StructuralError.Reporting.Listings;

/// <summary>What <c>runs list --json</c> prints.</summary>
internal sealed record RunListDocument(int Schema, IEnumerable<RunEntry> Runs);

/// <summary>What is said of every run. What a directory does not tell is null.</summary>
internal record RunEntry
{
    public string? RunDirectory { get; init; }

    public string? State { get; init; }

    public string? Dataset { get; init; }

    public string? Model { get; init; }

    public long? K { get; init; }

    public long? Seed { get; init; }

    public string? Precision { get; init; }

    public long? Steps { get; init; }

    public long? TotalSteps { get; init; }

    public double? TestAccuracy { get; init; }

    public double? TestLoss { get; init; }

    public double? Seconds { get; init; }

    public string? SpecHash { get; init; }

    public string? RunIdentity { get; init; }
}

/// <summary>What <c>runs show --json</c> prints: <see cref="RunEntry"/>, and the run's two documents as they are.</summary>
internal sealed record RunDocument : RunEntry
{
    [JsonPropertyOrder(-1)]
    public int Schema { get; init; }

    [JsonPropertyOrder(1)]
    public JsonElement Manifest { get; init; }

    [JsonPropertyOrder(1)]
    public JsonElement? Summary { get; init; }
}

/// <summary>What <c>runs verify --json</c> prints.</summary>
internal sealed record VerificationDocument(int Schema, IEnumerable<VerificationEntry> Runs);

/// <summary>What was found in one run's files.</summary>
internal sealed record VerificationEntry(string RunDirectory, bool Ok, IReadOnlyList<string> Problems, IReadOnlyList<string> Notes);
