using StructuralError.Core.Common;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Services;

namespace StructuralError.Experiments.Clusters;

/// <summary>
/// Hands runs to a cluster, in place of <see cref="QueueRunner.Run"/>. Its rules are the queue's: what is finished is not run again, what was begun goes on,
/// and what another task or process has in its hands is left to it.
/// </summary>
/// <param name="program">How a task starts the program.</param>
public sealed class ClusterSubmitter(ExperimentServices services, ProgramCommand program, Slurm scheduler)
{
    private static readonly TimeSpan TaskDuration = TimeSpan.FromMinutes(5);

    /// <summary>What would be submitted of these runs. Writes nothing.</summary>
    /// <param name="runs">As <see cref="QueueRunner"/> resolves them.</param>
    /// <exception cref="UserErrorException">The data are bad or cannot be had, or the scheduler cannot be asked.</exception>
    public SubmissionPlan Plan(QueueRunner queue, IReadOnlyList<QueuedRun> runs, ClusterSettings settings, CancellationToken stop)
    {
        ClusterDirectory directory = DirectoryOf(runs);
        QueuedRun[] decided = [.. runs.Select(run => Decide(queue.Data, run, stop))];
        FrozenSweep sweep = FrozenSweep.Of(decided);
        SweepStatus status = Look(directory, sweep, stop);
        return SubmissionPlan.Make(
            directory, status, sweep, settings, program, scheduler.MostTasks,
            needed => Chunk(queue, [.. needed.Select(run => decided[run])], settings, stop));
    }

    /// <summary>Submits what is neither finished nor submitted. One command does so at a time.</summary>
    /// <inheritdoc cref="Plan" path="/exception"/>
    public SubmissionPlan Submit(QueueRunner queue, IReadOnlyList<QueuedRun> runs, ClusterSettings settings, CancellationToken stop)
    {
        scheduler.RequireThere();
        using Stream held = DirectoryOf(runs).Lock(services.Files, services.Notices, stop);
        return Submit(Plan(queue, runs, settings, stop), stop);
    }

    /// <summary>Submits what is missing of all that was submitted from a directory, each sweep with the settings that it had last.</summary>
    /// <param name="change">Gives the settings from those it had.</param>
    /// <inheritdoc cref="Plan" path="/exception"/>
    /// <returns>A plan a sweep, each once it is submitted: what fails afterwards does not hide it.</returns>
    public IEnumerable<SubmissionPlan> Resume(ClusterDirectory directory, Func<ClusterSettings, ClusterSettings> change, CancellationToken stop)
    {
        directory.RequireSubmission();
        scheduler.RequireThere();
        using Stream held = directory.Lock(services.Files, services.Notices, stop);
        foreach (Submission last in directory.Submissions().Select(each => each.Submission).Reverse().DistinctBy(submission => submission.Sweep).Reverse())
        {
            // Nothing is measured here, so that chunks stay as they were unless a size is given.
            yield return Submit(SubmissionPlan.Make(
                directory, Look(directory, null, stop), directory.Frozen(last.Sweep), change(last.Settings), program, scheduler.MostTasks,
                _ => last.Settings.Chunk ?? 1), stop);
        }
    }

    /// <summary>Cancels what is waiting or running of a sweep.</summary>
    /// <returns>The jobs.</returns>
    public IReadOnlyList<string> Cancel(ClusterDirectory directory, CancellationToken stop)
    {
        directory.RequireSubmission();
        using Stream held = directory.Lock(services.Files, services.Notices, stop);
        var live = new LiveTasks(directory, directory.Submissions(), scheduler);
        string[] jobs = [.. live.Jobs.Except(live.FromElsewhere)];
        if (live.FromElsewhere.Count > 0)
        {
            string others = string.Join(" ", live.FromElsewhere);
            services.Notices.Warn(
                $"{directory.Sweep} is a copy, or was submitted by another path: job {others} is not cancelled. 'sweep cancel' with that path does it, "
                + $"and so does 'scancel {others}'.");
        }

        if (jobs.Length > 0)
        {
            scheduler.Cancel(jobs);
            foreach ((string path, Submission submission) in live.Submissions.Where(each => each.Value.Jobs.Any(job => jobs.Contains(job.Id))))
            {
                directory.Write(path, submission.Cancelled(jobs).ToJson(), services.Files);
            }
        }

        return jobs;
    }

    /// <summary>Runs that are resolved together share it.</summary>
    private static ClusterDirectory DirectoryOf(IReadOnlyList<QueuedRun> runs)
    {
        return runs.Count > 0
            ? new ClusterDirectory(Path.GetDirectoryName(runs[0].Directory) ?? ".")
            : throw new UserErrorException(FailureKind.Usage, "there is no training to submit; leave --on out.");
    }

    private SubmissionPlan Submit(SubmissionPlan plan, CancellationToken stop) =>
        plan.Blocks.IsEmpty ? plan : plan with { Submission = plan.Submit(scheduler, services.Files, services.Notices.Warn, stop) };

    private SweepStatus Look(ClusterDirectory directory, FrozenSweep? wanted, CancellationToken stop)
    {
        SweepStatus status = SweepStatus.Of(directory, scheduler, wanted, stop: stop);
        return status.QueueFault is null
            ? status
            : throw new UserErrorException(FailureKind.Unavailable, $"{status.QueueFault} What is submitted already cannot be told, so nothing was submitted.");
    }

    /// <summary>As many runs as fill five minutes, or half of the time limit.</summary>
    private int Chunk(QueueRunner queue, IReadOnlyList<QueuedRun> runs, ClusterSettings settings, CancellationToken stop)
    {
        TimeSpan run = new RunEstimate(queue.Services, stop).Mean(runs, settings.ProcessorsPerTask ?? 1);
        TimeSpan limit = settings.Time is { } time && TimeLimit.Parse(time) is { } parsed ? parsed / 2 : TaskDuration;
        double count = (limit < TaskDuration ? limit : TaskDuration) / run;
        services.Notices.Say(FormattableString.Invariant($"a run        about {run.TotalSeconds:F1} s, measured here"));
        return (int)Math.Clamp(count, 1, runs.Count);
    }

    /// <summary>What <c>auto</c> comes to is decided here, where the data are loaded once: the nodes may have no network.</summary>
    private static QueuedRun Decide(DatasetCache data, QueuedRun run, CancellationToken stop)
    {
        bool isAuto = run.Resolved.Spec.Dataset == DatasetProvider.Auto;
        run = isAuto ? run with { Resolved = run.Resolved.With(data.Decide(run.Resolved.Spec, stop), "dataset", "--dataset") } : run;
        _ = data.Load(run.Resolved.Spec, stop);
        return run;
    }
}
