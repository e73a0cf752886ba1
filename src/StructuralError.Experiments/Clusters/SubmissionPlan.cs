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
        ClusterDirectory directory, SweepStatus status, FrozenSweep sweep, ClusterSettings settings, ProgramCommand program, int maxArraySize,
        Func<IReadOnlyList<int>, int> chunk)
    {
        HashSet<string> needed = [.. status.Names(SweepRunState.Missing, SweepRunState.Failed)];
        int[] runs = [.. Enumerable.Range(0, sweep.Runs.Length).Where(run => needed.Contains(sweep.Runs[run].Name))];
        settings = runs.Length > 0 ? settings with { Chunk = settings.Chunk ?? chunk(runs) } : settings;
        ImmutableArray<ImmutableArray<int>> tasks = [.. runs.Chunk(settings.Chunk ?? 1).Select(task => ImmutableArray.Create(task))];
        string path = System.IO.Path.GetFullPath(directory.NextSubmission());
        int blocks = (tasks.Length + maxArraySize - 1) / maxArraySize;
        int? mostRunning = settings.MaxRunning is { } most ? Math.Max(1, most / Math.Max(1, blocks)) : null;
        return new SubmissionPlan(directory, status, sweep, new Submission(sweep.FileName, tasks, settings), path,
        [
            .. Enumerable.Range(0, tasks.Length).Chunk(maxArraySize).Select(block => (block[0], block.Length, JobScript.Write(
                program, settings, sweep.WorkingDirectory, path, block[0], block.Length, mostRunning))),
        ]);
    }

    /// <summary>Freezes the sweep and submits the jobs; the file of the submission names each as soon as it is there.</summary>
    /// <exception cref="UserErrorException">
    /// The scheduler refused (exit 69), or a file cannot be written (exit 74); the message says what was submitted before.
    /// </exception>
    internal Submission Submit(Slurm scheduler, IFileSystem files)
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
                string job = scheduler.Submit(script);
                submission = submission with { Jobs = submission.Jobs.Add(new SubmittedJob(job, first, count)) };
                Directory.Write(Path, submission.ToJson(), files);
            }
            catch (UserErrorException exception)
            {
                throw Incomplete(submission, exception, files);
            }
        }

        return submission;
    }

    private UserErrorException Incomplete(Submission submission, UserErrorException cause, IFileSystem files)
    {
        if (submission.Jobs.IsEmpty)
        {
            files.Delete(Path);
            return new UserErrorException(cause.Kind, $"{cause.Message} Nothing was submitted.", cause);
        }

        int tasks = submission.Jobs.Sum(job => job.Count);
        string jobs = string.Join(", ", submission.Jobs.Select(job => job.Id));
        return new UserErrorException(cause.Kind, FormattableString.Invariant(
            $"{cause.Message} Of {submission.Tasks.Length} tasks {tasks} were submitted before, as job {jobs}; ")
            + $"the others were not: 'sweep resume {ShellWord.Quote(Directory.Sweep)}' submits them.", cause);
    }
}
