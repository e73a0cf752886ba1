using System.Collections.Immutable;
using System.Text.Json.Serialization;
using StructuralError.Core.Common;

namespace StructuralError.Experiments.Clusters;

/// <summary>
/// What was handed to the cluster by one command: <c>cluster/submission-001.json</c>, read and written. It is written before the first job is submitted and
/// again after each. A job that it does not name, because the command died between the two, is known by its name in the queue: <see cref="With"/>.
/// </summary>
/// <param name="Sweep">File name of the <see cref="FrozenSweep"/>.</param>
/// <param name="Tasks">For each task, the places of its runs in the frozen sweep.</param>
/// <param name="Settings">With what it was submitted.</param>
public sealed record Submission(
    [property: JsonRequired] string Sweep, [property: JsonRequired] ImmutableArray<ImmutableArray<int>> Tasks,
    [property: JsonRequired] ClusterSettings Settings) : ClusterRecord
{
    private const string NamePrefix = "structural-error-";

    /// <summary>The jobs that were submitted, in the order of the tasks.</summary>
    public ImmutableArray<SubmittedJob> Jobs { get => field.IsDefault ? [] : field; init; }

    /// <exception cref="UserErrorException">It cannot be understood, or another version of the program wrote it (exit 65).</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Submission Read(string path) => ClusterJson.Read<Submission>(path, "move it away; the runs that are finished stay so");

    internal override string? Fault => !ClusterJson.IsEntry(Sweep) ? "sweep"
        : Jobs.Any(job => job.Id.Length == 0 || !job.Id.All(char.IsAsciiDigit)) ? "id"
        : Settings.Fault;

    public string ToJson() => ClusterJson.Write(this);

    /// <summary>The name of a job.</summary>
    /// <param name="path">Of the submission's file.</param>
    /// <param name="first">The task that its array index 0 stands for.</param>
    public static string JobName(string path, int first) => FormattableString.Invariant($"{Stem(path)}{first}");

    /// <summary>Whether the job of a task has a name that this program gives. A scheduler that was set up anew counts ids from 1 again.</summary>
    public static bool IsOurs(SlurmTask task) => task.JobName.StartsWith(NamePrefix, StringComparison.Ordinal);

    /// <summary>Whether the job of a task was submitted from the submission's file at this path, not from the one that it is a copy of.</summary>
    public static bool IsFrom(string path, SlurmTask task) => task.JobName.StartsWith(Stem(path), StringComparison.Ordinal);

    /// <summary>With the jobs in the queue that have a name of this submission, and that its file lacks.</summary>
    public Submission With(string path, IEnumerable<SlurmTask> queue)
    {
        string stem = Stem(path);
        IEnumerable<SubmittedJob> unnamed =
            from task in queue.DistinctBy(task => task.Job)
            where IsFrom(path, task)
            let first = Digits.Read(task.JobName[stem.Length..])
            where first < Tasks.Length && Jobs.All(job => job.Id != task.Job)
            select new SubmittedJob(task.Job, first.Value, Tasks.Length - first.Value);
        return this with { Jobs = [.. Jobs, .. unnamed] };
    }

    /// <summary>The task that a job's array index stands for; null where the job has none of this submission.</summary>
    public int? Task(string job, int index) => Jobs.FirstOrDefault(each => each.Id == job) is { } found && index < found.Count ? found.First + index : null;

    /// <summary>The job of a task; null where none is known.</summary>
    public SubmittedJob? Job(int task) => Jobs.FirstOrDefault(job => task >= job.First && task < job.First + job.Count);

    /// <summary>With some of its jobs as cancelled.</summary>
    public Submission Cancelled(IReadOnlyList<string> jobs) =>
        this with { Jobs = [.. Jobs.Select(job => jobs.Contains(job.Id) ? job with { IsCancelled = true } : job)] };

    private static string Stem(string path) => $"{NamePrefix}{ClusterJson.Hash(Path.GetFullPath(path))}-";
}

/// <summary>An array job.</summary>
/// <param name="Id">As the scheduler names it.</param>
/// <param name="First">The task that its array index 0 stands for.</param>
/// <param name="Count">Its tasks.</param>
public sealed record SubmittedJob([property: JsonRequired] string Id, [property: JsonRequired] int First, [property: JsonRequired] int Count)
{
    /// <summary>Whether it was cancelled: then it takes nothing up any more, though its last tasks may still be ending. Null for no.</summary>
    [JsonPropertyName("cancelled")]
    public bool? IsCancelled { get; init; }
}
