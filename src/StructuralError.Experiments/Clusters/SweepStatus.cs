using StructuralError.Core.Common;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Clusters;

/// <summary>
/// How it stands with the runs of a sweep that was handed to a cluster. The run directories decide; what the scheduler says only tells a run that waits from
/// one that is missing.
/// </summary>
/// <param name="Runs">Each once, in the order of the frozen sweeps, the oldest first.</param>
/// <param name="Jobs">Jobs with tasks that are waiting or running.</param>
/// <param name="QueueFault">Why the scheduler could not be asked; null where it was. Then every task that has not said its end is taken for one that is
/// waiting.</param>
public sealed record SweepStatus(IReadOnlyList<SweepRunStatus> Runs, IReadOnlyList<string> Jobs, string? QueueFault)
{
    private const int LastLines = 4;

    public int Count(SweepRunState state) => Runs.Count(run => run.State == state);

    public bool IsComplete => Runs.All(run => run.State == SweepRunState.Finished);

    /// <summary>Whether something is still to come without a further command.</summary>
    public bool IsGoingOn => Runs.Any(run => run.State is SweepRunState.Running or SweepRunState.Waiting);

    /// <summary>Looks at the run directories, the submissions and the queue, and changes nothing.</summary>
    /// <param name="wanted">Runs that are to be submitted next; null for none.</param>
    /// <param name="finished">Names of runs that are known to be finished, which are not looked at again; null for none.</param>
    /// <exception cref="UserErrorException">A file of a submission cannot be understood (exit 65).</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was triggered.</exception>
    public static SweepStatus Of(
        ClusterDirectory directory, Slurm scheduler, FrozenSweep? wanted = null, IReadOnlySet<string>? finished = null, CancellationToken stop = default)
    {
        IReadOnlyList<(string Path, Submission Submission)> submissions = directory.Submissions();
        var live = new LiveTasks(directory, submissions, scheduler);
        Dictionary<string, FrozenSweep> frozen = submissions.Select(each => each.Submission.Sweep).Distinct().ToDictionary(name => name, directory.Frozen);
        IEnumerable<Place> places = Places(submissions, frozen).Concat((wanted?.Runs ?? []).Select(run => new Place(string.Empty, run, -1)));
        SweepRunStatus[] runs =
        [
            .. places.GroupBy(place => place.Run.Name).AsParallel().AsOrdered().WithCancellation(stop).Select(own => finished?.Contains(own.Key) == true
                ? new SweepRunStatus(Path.Combine(directory.Sweep, own.Key), SweepRunState.Finished, string.Empty, null, [])
                : Of(directory, live, [.. own])),
        ];
        return new SweepStatus(runs, live.Jobs, live.Fault);
    }

    /// <summary>The names of the runs in one state.</summary>
    public IEnumerable<string> Names(params SweepRunState[] states) => Runs.Where(run => states.Contains(run.State)).Select(run => run.Name);

    /// <summary>The tasks of each run; a run that no task was made for is there too.</summary>
    private static IEnumerable<Place> Places(IReadOnlyList<(string Path, Submission Submission)> submissions, Dictionary<string, FrozenSweep> frozen)
    {
        foreach ((string path, Submission submission) in submissions)
        {
            ILookup<int, int> tasks = submission.Tasks.SelectMany((own, task) => own.Select(run => (run, task))).ToLookup(pair => pair.run, pair => pair.task);
            foreach ((int run, FrozenRun wanted) in frozen[submission.Sweep].Runs.Index())
            {
                yield return new Place(path, wanted, tasks[run].LastOrDefault(-1));
            }
        }
    }

    private static SweepRunStatus Of(ClusterDirectory directory, LiveTasks live, Place[] places)
    {
        string path = Path.Combine(directory.Sweep, places[0].Run.Name);
        try
        {
            return Of(directory, live, places, path, RunInspection.Of(path));
        }
        catch (Exception exception) when (StorageFault.Is(exception))
        {
            return new SweepRunStatus(path, SweepRunState.Refused, exception.Message, null, []);
        }
    }

    private static SweepRunStatus Of(ClusterDirectory directory, LiveTasks live, Place[] places, string path, RunInspection found)
    {
        if (found.State == RunState.Foreign || (found.Manifest is { } stored && stored.SpecHash != places[^1].Run.SpecHash))
        {
            return Status(SweepRunState.Refused, found.Reason ?? "holds another run");
        }

        if (found.State == RunState.Finished)
        {
            return Status(SweepRunState.Finished, string.Empty);
        }

        // Whatever it has come to before: a process that takes it up again holds it before it says so.
        if (RunLock.IsHeld(path))
        {
            return Status(SweepRunState.Running, RunLock.Holder(path) ?? string.Empty);
        }

        if (places.Select(place => live.State(place.Submission, place.Task)).FirstOrDefault(state => state is not null) is { } waiting)
        {
            return Status(SweepRunState.Waiting, waiting);
        }

        Place last = places.LastOrDefault(place => place.Task >= 0) ?? places[^1];
        TaskRecord? record = last.Task >= 0 ? TaskRecord.Find(directory.Task(last.Submission, last.Task)) : null;
        UnfinishedRun? said = record?.Unfinished.FirstOrDefault(run => run.Name == last.Run.Name);
        bool hasFailed = found.State == RunState.Failed || said is { ExitCode: not null };
        string detail = found.State == RunState.Failed ? found.Manifest!.Error ?? string.Empty
            : said?.Detail ?? record?.Reason ?? Ended(record, found, live.LastWords(last.Submission, last.Task));
        return Status(hasFailed ? SweepRunState.Failed : SweepRunState.Missing, detail) with
        {
            ExitCode = said?.ExitCode,
            LastLines = hasFailed ? LogTail.Read(Path.Combine(directory.Sweep, "logs", last.Run.Name + ".log"), LastLines) : [],
        };

        SweepRunStatus Status(SweepRunState state, string detail) => new(path, state, detail, null, []);
    }

    /// <param name="words">What its task printed at last: why it was killed, or could not even be started.</param>
    private static string Ended(TaskRecord? record, RunInspection found, string? words) => record switch
    {
        null => found.Manifest is null ? "not begun" : "begun, and no task has it",
        { End: null } => $"its task {record.Job} on {record.Node} was killed, or the node failed",
        _ => $"its task {record.Job} ended before it was finished",
    } + (words is null ? string.Empty : $"; its task said at last: {words}");

    /// <param name="Submission">Its file.</param>
    /// <param name="Task">−1 where the run was finished, or in the hands of another task, when this was submitted.</param>
    private sealed record Place(string Submission, FrozenRun Run, int Task);
}
