using System.Collections.Immutable;
using System.Text.Json.Serialization;
using StructuralError.Core.Common;
using StructuralError.Experiments.Queue;

namespace StructuralError.Experiments.Clusters;

/// <summary>
/// What a task of a submission says of itself: <c>cluster/task-001-17.json</c>, read and written. It is there from the task's start on; one that was killed has
/// no end.
/// </summary>
/// <param name="Job">As the scheduler names the task: <c>12_17</c>.</param>
/// <param name="Node">The machine.</param>
/// <param name="Restarts">How often the scheduler has started it again.</param>
/// <param name="Start">When it was started the last time.</param>
public sealed record TaskRecord(
    [property: JsonRequired] string Job, [property: JsonRequired] string Node, [property: JsonRequired] int Restarts,
    [property: JsonRequired] DateTimeOffset Start) : ClusterRecord
{
    /// <summary>Null until it has ended by itself.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>Why it ended before its runs were finished; null where they are, or it has not ended.</summary>
    public string? Reason { get; init; }

    /// <summary>Runs that it did not finish.</summary>
    public ImmutableArray<UnfinishedRun> Unfinished { get => field.IsDefault ? [] : field; init; }

    /// <summary>Null where there is none, or none that can be understood: it only explains what the run directories show.</summary>
    public static TaskRecord? Find(string path)
    {
        try
        {
            return File.Exists(path) ? ClusterJson.Read<TaskRecord>(path, "move it away") : null;
        }
        catch (Exception exception) when (exception is UserErrorException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public string ToJson() => ClusterJson.Write(this);
}

/// <summary>A run that a task did not finish.</summary>
/// <param name="Name">Of its directory.</param>
/// <param name="Detail">Why, in words.</param>
/// <param name="ExitCode">What it failed with; null where it did not fail.</param>
public sealed record UnfinishedRun([property: JsonRequired] string Name, [property: JsonRequired] string Detail, int? ExitCode)
{
    public static UnfinishedRun Of(QueuedRunResult result) =>
        new UnfinishedRun(result.Run.Name, result.Detail, result.State == QueueState.Failed ? result.ExitCode : null);
}
