using System.Collections.Immutable;
using StructuralError.Core.Common;
using StructuralError.Experiments.Queue;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Clusters;

/// <summary>Tasks that are to be submitted, and the scripts of their jobs.</summary>
/// <param name="Status">How it stood with the runs before.</param>
/// <param name="Path">The file of the submission.</param>
/// <param name="Blocks">A job each: an array has a largest size.</param>
public sealed record SubmissionPlan(
    ClusterDirectory Directory, SweepStatus Status, FrozenSweep Sweep, Submission Submission, string Path,
    ImmutableArray<(int First, int Count, string Script)> Blocks)
{
    /// <summary>Runs in the tasks.</summary>
    public int Runs => Submission.Tasks.Sum(task => task.Length);

    /// <summary>Divides the runs that are neither finished nor in the hands of a task.</summary>
    /// <param name="chunk">Makes the number of runs of a task, where there are any.</param>
    internal static SubmissionPlan Make(
        ClusterDirectory directory, SweepStatus status, FrozenSweep sweep, ClusterSettings settings, ProgramCommand program, int mostTasks,
        Func<IReadOnlyList<int>, int> chunk)
    {
        HashSet<string> needed = [.. status.Names(SweepRunState.Missing, SweepRunState.Failed)];
        int[] runs = [.. Enumerable.Range(0, sweep.Runs.Length).Where(run => needed.Contains(sweep.Runs[run].Name))];
        settings = runs.Length > 0 ? settings with { Chunk = settings.Chunk ?? chunk(runs) } : settings;
        ImmutableArray<ImmutableArray<int>> tasks = [.. runs.Chunk(settings.Chunk ?? 1).Select(task => ImmutableArray.Create(task))];
        string path = System.IO.Path.GetFullPath(directory.NextSubmission());
        int blocks = (tasks.Length + mostTasks - 1) / mostTasks;
        int? mostRunning = settings.MaxRunning is { } most ? Math.Max(1, most / Math.Max(1, blocks)) : null;
        return new SubmissionPlan(directory, status, sweep, new Submission(sweep.FileName, tasks, settings), path,
        [
            .. Enumerable.Range(0, tasks.Length).Chunk(mostTasks).Select(block => (block[0], block.Length, JobScript.Write(
                program, settings, sweep.WorkingDirectory, path, block[0], block.Length, mostRunning))),
        ]);
    }

    /// <summary>Freezes the sweep and submits the jobs; the file of the submission names each as soon as it is there.</summary>
    /// <param name="warn">Is told what was submitted before the wish to end came.</param>
    /// <exception cref="UserErrorException">
    /// The scheduler refused (exit 69), or a file cannot be written (exit 74); the message says what was submitted before.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was triggered before the last job.</exception>
    internal Submission Submit(Slurm scheduler, IFileSystem files, Action<string> warn, CancellationToken stop)
    {
        Submission submission = Submission;
        string frozen = Directory.File(Sweep.FileName);
        if (!File.Exists(frozen))
        {
            Directory.Write(frozen, Sweep.ToJson(), files);
        }

        Directory.Write(Path, submission.ToJson(), files);
        foreach ((int first, int count, string script) in Blocks)
        {
            try
            {
                stop.ThrowIfCancellationRequested();
                submission = submission with { Jobs = submission.Jobs.Add(new SubmittedJob(Submit(scheduler, script, first), first, count)) };
                Directory.Write(Path, submission.ToJson(), files);
            }
            catch (OperationCanceledException)
            {
                warn(Submitted(submission, files));
                throw;
            }
            catch (UserErrorException exception)
            {
                throw new UserErrorException(exception.Kind, $"{exception.Message} {Submitted(submission, files)}", exception);
            }
        }

        return submission;
    }

    /// <summary>Where the answer comes too late, sbatch fails, and the job is there.</summary>
    private string Submit(Slurm scheduler, string script, int first)
    {
        try
        {
            return scheduler.Submit(script, System.IO.Path.GetDirectoryName(Path)!);
        }
        catch (UserErrorException)
        {
            // Where squeue fails too, what sbatch said matters more.
            string name = Submission.JobName(Path, first);
            if (scheduler.Queue(out _).FirstOrDefault(task => task.JobName == name) is { } task)
            {
                return task.Job;
            }

            throw;
        }
    }

    /// <summary>What has become of a submission that was broken off, as a sentence. Where nothing was submitted its file is removed.</summary>
    private string Submitted(Submission submission, IFileSystem files)
    {
        if (submission.Jobs.IsEmpty)
        {
            try
            {
                files.Delete(Path);
            }
            catch (Exception exception) when (StorageFault.Is(exception))
            {
                // A submission without jobs: its runs are missing, and the next one has them.
            }

            return "Nothing was submitted.";
        }

        int tasks = submission.Jobs.Sum(job => job.Count);
        string jobs = string.Join(", ", submission.Jobs.Select(job => job.Id));
        return FormattableString.Invariant($"Of {submission.Tasks.Length} tasks {tasks} were submitted before, as job {jobs}")
            + (tasks < submission.Tasks.Length ? $"; the others were not: 'sweep resume {ShellWord.Quote(Directory.Sweep)}' submits them." : ".");
    }
}
