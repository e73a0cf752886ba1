using StructuralError.Core.Common;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Train;
using StructuralError.Runs.Files;
using StructuralError.Runs.Provenance;

namespace StructuralError.Experiments.Clusters;

/// <summary>
/// What a task of a cluster does: works off its chunk of a frozen sweep in this process, the data loaded once. Told to end, a run keeps a checkpoint, and the
/// task is started again: where the scheduler does so for the exit code, by that, otherwise because it is asked to.
/// </summary>
/// <param name="submission">The submission's file.</param>
/// <param name="task">The task's place in it.</param>
public sealed class ClusterTask(string submission, int task, Slurm scheduler)
{
    /// <summary>The subcommand of <c>sweep</c> that tasks are started with.</summary>
    public const string CommandName = "run-chunk";

    private const string EndedReason = "told to end";
    private const string AskedReason = "told to end; the scheduler was asked to start it again";

    // Nothing else ends a task that is started again and again, whatever ends it each time.
    private const int MostRestarts = 50;

    // The scheduler ends the process of a task that it starts again.
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(30);

    private readonly OrderedDictionary<string, string> _job = SlurmJob.Find(Environment.GetEnvironmentVariable) ?? new(StringComparer.Ordinal);

    /// <param name="queue">Carries the runs out in this process.</param>
    /// <param name="codes">What a task that was told to end ends with.</param>
    /// <exception cref="UserErrorException">
    /// The files of the submission cannot be understood, or this program makes something else of them (exit 65); or the task was started too often (exit 1).
    /// </exception>
    public QueueResult Run(QueueRunner queue, RunCodes codes, CancellationToken stop)
    {
        var directory = ClusterDirectory.Of(submission);
        var record = new TaskRecord(Name, _job.GetValueOrDefault("node", Environment.MachineName), Restarts, queue.Services.Time.GetUtcNow());
        Write(record);
        try
        {
            RequireStarts();
            QueueResult result = queue.Run(Runs(directory, queue, stop), stop);
            record = record with { Unfinished = [.. result.Runs.Where(run => !run.IsFinished).Select(UnfinishedRun.Of)] };
            if (!result.IsComplete && stop.IsCancellationRequested)
            {
                record = record with { Reason = StartAgain(codes) };
            }

            return result;
        }
        catch (Exception exception)
        {
            string reason = exception is OperationCanceledException ? EndedReason : exception.Message.ReplaceLineEndings(" ");
            record = record with { Reason = Printable.Message(reason) };
            throw;
        }
        finally
        {
            Write(record with { End = queue.Services.Time.GetUtcNow() });
            if (record.Reason == AskedReason)
            {
                Thread.Sleep(EndPatience);
            }
        }

        void Write(TaskRecord value) => directory.Write(directory.Task(submission, task), value.ToJson(), queue.Services.Files);
    }

    private string Name => _job.TryGetValue("array_job_id", out string? array)
        ? $"{array}_{_job.GetValueOrDefault("array_task_id")}"
        : _job.GetValueOrDefault("job_id", "without a job");

    private int Restarts => Digits.Read(_job.GetValueOrDefault("restart_count")) ?? 0;

    /// <summary>The runs of the chunk, which must be those that were frozen.</summary>
    private IReadOnlyList<QueuedRun> Runs(ClusterDirectory directory, QueueRunner queue, CancellationToken stop)
    {
        var submitted = Submission.Read(submission);
        FrozenSweep sweep = directory.Frozen(submitted.Sweep);
        if (task < 0 || task >= submitted.Tasks.Length || submitted.Tasks[task].Any(run => run < 0 || run >= sweep.Runs.Length))
        {
            throw new UserErrorException(
                FailureKind.BadData, FormattableString.Invariant($"{submission}: has no task {task}; it has {submitted.Tasks.Length}, counted from 0."));
        }

        FrozenRun[] frozen = [.. submitted.Tasks[task].Select(run => sweep.Runs[run])];
        IReadOnlyList<QueuedRun> runs = queue.Resolve(
            frozen.Select(run => run.Resolve()), new RunOptions(directory.Sweep, Resume: sweep.ResumeMode) { Referee = sweep.Referee }, stop);
        foreach ((FrozenRun wanted, QueuedRun run) in frozen.Zip(runs))
        {
            if (wanted.SpecHash != run.SpecHash || wanted.Name != run.Name)
            {
                throw new UserErrorException(
                    FailureKind.BadData,
                    $"{wanted.Name}: what was frozen by version {sweep.Program} is another run now ({run.Name}), in version {SourceVersion.ProgramVersion} on "
                    + $"{Environment.MachineName}: the program, a model file or a weights file has changed. Submit the sweep again.");
            }
        }

        return runs;
    }

    /// <exception cref="UserErrorException">It was started too often (exit 1).</exception>
    private void RequireStarts()
    {
        if (Restarts >= MostRestarts)
        {
            throw new UserErrorException(FailureKind.Failure, FormattableString.Invariant(
                $"task {Name}: was started {Restarts + 1} times, and its runs are not finished. 'sweep resume' submits them; ")
                + "give it a longer --time or a smaller --chunk.");
        }
    }

    /// <summary>
    /// Sees to it that the task is started again, and says how. Where it is being cancelled, preempted or requeued, its state is not running any more, and it
    /// is left to that.
    /// </summary>
    private string StartAgain(RunCodes codes)
    {
        try
        {
            if (_job.TryGetValue("array_job_id", out string? array) && Digits.Read(_job.GetValueOrDefault("array_task_id")) is { } index
                && !scheduler.Requeues(codes.Interrupted)
                && scheduler.Queue().Any(each => each.Job == array && each.Index == index && each.State.StartsWith("running", StringComparison.Ordinal)))
            {
                scheduler.Requeue(Name);
                return AskedReason;
            }
        }
        catch (UserErrorException)
        {
            // Without an answer the exit code has to do.
        }

        return EndedReason;
    }
}
