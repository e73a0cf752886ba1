using System.Text.Json.Serialization;

namespace StructuralError.Reporting.Listings;

/// <summary>What a queue prints with <c>--json</c>: what became of its runs, or in a dry run what would be done.</summary>
internal sealed record QueueDocument(IReadOnlyList<QueueEntry> Runs)
{
    [JsonPropertyOrder(-1)]
    public int Schema { get; init; } = 1;

    /// <summary>In a dry run: about how many bytes the runs will write, and how many are free there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SpaceBytes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? FreeBytes { get; init; }
}

/// <summary>One run of a queue. A member that is null is left out.</summary>
/// <param name="RunDirectory">Its full path.</param>
/// <param name="Would">In a dry run: what would be done.</param>
/// <param name="Result">What became of it.</param>
/// <param name="Command">In a dry run: the command that would do it.</param>
/// <param name="ExitCode">Of the run's last process; null where none was started, as are the two behind it.</param>
internal sealed record QueueEntry(
    string RunDirectory,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Would,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Result,
    string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Command = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? ExitCode = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Seconds = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Log = null);
