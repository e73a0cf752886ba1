using System.Collections.Immutable;
using System.Text.Json.Serialization;
using StructuralError.Core.Common;
using StructuralError.Runs.Files;

namespace StructuralError.Experiments.Clusters;

/// <summary>
/// What was handed to the cluster by one command: <c>cluster/submission-001.json</c>, read and written. It is written before the first job is submitted and
/// again after each, so that no job is there that it does not name.
/// </summary>
/// <param name="Sweep">File name of the <see cref="FrozenSweep"/>.</param>
/// <param name="Tasks">For each task, the places of its runs in the frozen sweep.</param>
/// <param name="Settings">With what it was submitted.</param>
public sealed record Submission(
    [property: JsonRequired] string Sweep, [property: JsonRequired] ImmutableArray<ImmutableArray<int>> Tasks,
    [property: JsonRequired] ClusterSettings Settings) : FileRecord
{
    private const int CurrentSchema = 1;

    [JsonRequired, JsonPropertyOrder(-1)]
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The jobs that were submitted, in the order of the tasks.</summary>
    public ImmutableArray<SubmittedJob> Jobs { get; init; } = [];

    /// <exception cref="UserErrorException">It cannot be understood, or another version of the program wrote it (exit 65).</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Submission Read(string path) => ClusterJson.Read<Submission>(
        path, "move it away; the runs that are finished stay so", submission => submission.Schema == CurrentSchema);

    public string ToJson() => ClusterJson.Write(this);

    /// <summary>The task that a job's array index stands for; null where the job has none of this submission.</summary>
    public int? Task(string job, int index) => Jobs.FirstOrDefault(each => each.Id == job) is { } found && index < found.Count ? found.First + index : null;
}

/// <summary>An array job.</summary>
/// <param name="Id">As the scheduler names it.</param>
/// <param name="First">The task that its array index 0 stands for.</param>
/// <param name="Count">Its tasks.</param>
public sealed record SubmittedJob([property: JsonRequired] string Id, [property: JsonRequired] int First, [property: JsonRequired] int Count);
