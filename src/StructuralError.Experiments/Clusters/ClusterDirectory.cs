using StructuralError.Core.Common;
using StructuralError.Experiments.Services;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Clusters;

/// <summary>What a sweep's directory knows of clusters: its folder <c>cluster</c>, with frozen sweeps, submissions, and what the tasks say and print.</summary>
/// <param name="sweep">The directory that holds the run directories, as it is shown.</param>
public sealed class ClusterDirectory(string sweep)
{
    private const string FolderName = "cluster";
    private const string LockName = "submit.lock";

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>The directory that holds the run directories, as it is shown.</summary>
    public string Sweep => sweep;

    public string Path { get; } = System.IO.Path.Combine(sweep, FolderName);

    /// <summary>Files of submissions, the oldest first.</summary>
    public IReadOnlyList<string> SubmissionPaths => Directory.Exists(Path)
        ? [.. Directory.EnumerateFiles(Path, "submission-*.json").OrderBy(Number).ThenBy(path => path, StringComparer.Ordinal)]
        : [];

    /// <summary>The directory of a submission's file.</summary>
    public static ClusterDirectory Of(string submission) =>
        new(System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(submission)))!);

    /// <summary>Path of a file in the folder.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The file of the next submission.</summary>
    public string NextSubmission() => File(FormattableString.Invariant($"submission-{SubmissionPaths.Select(Number).DefaultIfEmpty().Max() + 1:D3}.json"));

    /// <summary>Where a task of a submission says how it stands.</summary>
    public string Task(string submission, int task) => File(FormattableString.Invariant($"task-{Number(submission):D3}-{task}.json"));

    /// <exception cref="UserErrorException">Nothing was submitted here (exit 2).</exception>
    public void RequireSubmission()
    {
        if (SubmissionPaths.Count == 0)
        {
            throw new UserErrorException(FailureKind.Usage, $"{sweep}: no sweep was submitted from here; 'sweep … --on {Slurm.Name} --out {sweep}' does that.");
        }
    }

    /// <summary>Submissions with their files, the oldest first.</summary>
    /// <exception cref="UserErrorException">One cannot be understood (exit 65).</exception>
    public IReadOnlyList<(string Path, Submission Submission)> Submissions() => [.. SubmissionPaths.Select(path => (path, Submission.Read(path)))];

    /// <summary>The frozen sweep of this name.</summary>
    /// <exception cref="UserErrorException">It is missing or cannot be understood (exit 65).</exception>
    public FrozenSweep Frozen(string name) => System.IO.File.Exists(File(name))
        ? FrozenSweep.Read(File(name))
        : throw new UserErrorException(FailureKind.BadData, $"{File(name)}: is missing, though a submission names it; restore it, or submit the sweep again.");

    /// <summary>Writes a file of the folder whole or not at all, the folder where it is missing.</summary>
    /// <exception cref="UserErrorException">It cannot be written (exit 74).</exception>
    public void Write(string path, string text, IFileSystem files)
    {
        DurableDirectory.MakeOwn(Path, files);
        DurableFile.Write(path, text, files);
    }

    /// <summary>One command at a time submits runs of this sweep. Waits for another one that does; the lock ends with the stream or the process.</summary>
    /// <param name="notices">Is told that it is waited for, and where a lock keeps nobody out.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was triggered while another command held the lock.</exception>
    public Stream Lock(IFileSystem files, Notices notices, CancellationToken stop)
    {
        DurableDirectory.MakeOwn(Path, files);
        Stream held = Acquire(files, notices, stop);
        if (!RunLock.IsLocked(File(LockName)))
        {
            notices.Warn($"{sweep}: this file system locks no files, so two commands or submissions at once could do a run twice. "
                + "Start one at a time, or ask for a mount that locks (Lustre: the option flock).");
        }

        return held;
    }

    private Stream Acquire(IFileSystem files, Notices notices, CancellationToken stop)
    {
        for (bool isFirst = true; ; isFirst = false)
        {
            try
            {
                return files.Lock(File(LockName));
            }
            catch (LockedException)
            {
                if (isFirst)
                {
                    notices.Say($"{sweep}: another command is submitting or cancelling runs of this sweep; waiting for it");
                }

                stop.WaitHandle.WaitOne(LookInterval);
                stop.ThrowIfCancellationRequested();
            }
            catch (Exception exception) when (StorageFault.Is(exception))
            {
                throw StorageFault.Error(File(LockName), "cannot be written", exception);
            }
        }
    }

    private static int Number(string submission) => Digits.Read(System.IO.Path.GetFileNameWithoutExtension(submission).Split('-')[^1]) ?? 0;
}
