using System.Text.Json.Serialization;

namespace StructuralError.Reporting.Listings;

/// <summary>How it stands with a sweep that was handed to a cluster, as <c>sweep status --json</c> prints it.</summary>
/// <param name="Directory">The full path of the directory that holds the run directories.</param>
/// <param name="Jobs">Jobs with tasks that are waiting or running.</param>
/// <param name="QueueFault">Why the scheduler could not be asked; null where it was.</param>
internal sealed record SweepStatusDocument(string Directory, IReadOnlyList<string> Jobs, string? QueueFault, IReadOnlyList<SweepRunEntry> Runs)
{
    [JsonPropertyOrder(-1)]
    public int Schema { get; init; } = 1;
}

/// <param name="RunDirectory">Its full path.</param>
/// <param name="State">finished, running, waiting, failed, missing or refused.</param>
/// <param name="Reason">Why, in words; empty where there is nothing to say.</param>
/// <param name="ExitCode">What it ended with, where that is known.</param>
/// <param name="LastLines">What it said at last, where it failed.</param>
internal sealed record SweepRunEntry(string RunDirectory, string State, string Reason, int? ExitCode, IReadOnlyList<string> LastLines);
