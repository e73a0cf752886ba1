namespace StructuralError.Experiments.Clusters;

/// <summary>The tasks of a sweep's submissions that are waiting or running, as far as the scheduler tells.</summary>
internal sealed class LiveTasks
{
    private readonly ClusterDirectory _directory;
    private readonly Dictionary<string, Submission> _submissions;
    private readonly ILookup<(string Submission, int Task), string> _states;

    public LiveTasks(ClusterDirectory directory, IReadOnlyList<(string Path, Submission Submission)> submissions, Slurm scheduler)
    {
        string? fault = null;
        IReadOnlyList<SlurmTask> queue = submissions.Count > 0 ? scheduler.Queue(out fault) : [];
        (_directory, Fault, _submissions) = (directory, fault, submissions.ToDictionary(each => each.Path, each => each.Submission.With(each.Path, queue)));
        (string Path, int Task, SlurmTask Queued)[] own =
        [
            .. from each in _submissions
               from queued in queue
               let task = each.Value.Task(queued.Job, queued.Index)
               where task is { } found && Submission.IsOurs(queued) && each.Value.Job(found)?.IsCancelled != true
               select (each.Key, task.Value, queued),
        ];
        Jobs = fault is null
            ? [.. own.Select(each => each.Queued.Job).Distinct()]
            : [.. submissions.SelectMany(each => each.Submission.Jobs).Where(job => job.IsCancelled != true).Select(job => job.Id)];
        FromElsewhere = [.. own.Where(each => !Submission.IsFrom(each.Path, each.Queued)).Select(each => each.Queued.Job).Distinct()];
        _states = own.ToLookup(each => (each.Path, each.Task), each => $"task {each.Queued.Job}_{each.Queued.Index}: {each.Queued.State}");
    }

    /// <summary>Why the scheduler could not be asked; null where it was.</summary>
    public string? Fault { get; }

    /// <summary>Jobs that have such tasks.</summary>
    public IReadOnlyList<string> Jobs { get; }

    /// <summary>Those of them that were submitted from another directory: this one is a copy, or is reached by another path.</summary>
    public IReadOnlyList<string> FromElsewhere { get; }

    /// <summary>The submissions by their files, with the jobs that only the queue knows of.</summary>
    public IReadOnlyDictionary<string, Submission> Submissions => _submissions;

    /// <summary>How it stands with a task; null where it is gone.</summary>
    public string? State(string submission, int task) => task < 0 ? null
        : Fault is null ? _states[(submission, task)].LastOrDefault()
        : _submissions[submission].Job(task)?.IsCancelled == true || TaskRecord.Find(_directory.Task(submission, task)) is { End: not null } ? null
        : "its task has not said its end";

    /// <summary>The last line that a task printed; null where nothing is there.</summary>
    public string? LastWords(string submission, int task) => task >= 0 && _submissions[submission].Job(task) is { } job
        ? LogTail.Read(_directory.File(FormattableString.Invariant($"{job.Id}_{task - job.First}.txt")), 1) is [var line] ? line : null
        : null;
}
