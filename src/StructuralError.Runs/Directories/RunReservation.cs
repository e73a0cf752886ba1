using StructuralError.Core.Common;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Directories;

/// <summary>
/// The lock of a run directory, taken before anything that takes time: of many starters of one run, all but one end at once. What was made for it is removed
/// again where no run comes of it.
/// </summary>
public sealed class RunReservation : IDisposable
{
    private readonly IFileSystem _files;
    private readonly string _shown;
    private readonly string _full;
    private readonly IReadOnlyList<string> _made;
    private readonly bool _lockIsNew;
    private RunLock? _lock;

    private RunReservation(IFileSystem files, string shown, string full, IReadOnlyList<string> made, bool lockIsNew, RunLock runLock, RunInspection found) =>
        (_files, _shown, _full, _made, _lockIsNew, _lock, Found) = (files, shown, full, made, lockIsNew, runLock, found);

    /// <summary>What was found once the lock was held. It stays so: who holds the lock alone changes the run.</summary>
    public RunInspection Found { get; }

    /// <summary>Makes the directory where it is missing, and locks it.</summary>
    /// <param name="path">As messages show it.</param>
    /// <param name="before">What was found there before.</param>
    /// <param name="inspect">Looks again, once the lock is held.</param>
    /// <exception cref="UserErrorException">Another process holds the lock, or the path is a file (exit 73).</exception>
    /// <exception cref="IOException">The directory or the lock cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to write here.</exception>
    public static RunReservation Take(string path, RunInspection before, Func<string, RunInspection> inspect, IFileSystem files)
    {
        string full = Path.GetFullPath(path);
        RunDirectory.RefuseForeign(path, before);
        IReadOnlyList<string> made = DurableDirectory.Missing(full);
        bool lockIsNew = !File.Exists(Path.Combine(full, RunLock.FileName));
        while (true)
        {
            files.CreateDirectory(full);
            RunLock? held = null;
            try
            {
                FlushNames(path, made, files);
                held = RunLock.Acquire(full, files);
                return new RunReservation(files, path, full, made, lockIsNew, held, inspect(full));
            }
            catch (DirectoryNotFoundException) when (held is null)
            {
                // Another starter made the directory, gave up and has just removed it.
            }
            catch
            {
                held?.Release(deleteFile: lockIsNew);
                Remove(files, made);
                throw;
            }
        }
    }

    /// <summary>As <see cref="Claim"/>, but changes nothing: what would be refused is refused before the data are loaded.</summary>
    /// <returns>Whether the run is finished.</returns>
    /// <inheritdoc cref="Claim" path="/exception"/>
    public bool IsFinished(RunRequest request, bool force, ResumeMode resume)
    {
        RunDirectory.RefuseForeign(_shown, Found);
        if (Found.Manifest is null || force)
        {
            string replaced = force ? "; --force would replace what is there" : string.Empty;
            return resume == ResumeMode.Require && Found.State != RunState.Finished
                ? throw RunDirectory.Refusal(_shown, $"there is no run to continue here, as --resume require asks for{replaced}.")
                : false;
        }

        RunDirectory.RefuseOther(_shown, request, Found.Manifest);
        if (Found.State.IsUnfinished() && resume == ResumeMode.Never)
        {
            string outcome = RunOutcomes.Name(Found.Manifest.Outcome);
            throw RunDirectory.Refusal(_shown, $"holds an unfinished run (outcome: {outcome}); --resume auto continues it, --force starts it over.");
        }

        return Found.State == RunState.Finished;
    }

    /// <summary>Begins the run, or continues the one that is there, or finds that it is finished already.</summary>
    /// <param name="manifest">What the run computes, on which data.</param>
    /// <param name="request">To say in what another run that is there differs; the same run is one with the manifest's identity.</param>
    /// <param name="target">What a checkpoint must fit.</param>
    /// <param name="force">Replace a run that is there. Only files a run writes are removed; anything else in the directory stays.</param>
    /// <param name="warn">Is told of damaged checkpoints.</param>
    /// <returns>Null where the same run is finished already: then nothing was changed.</returns>
    /// <exception cref="UserErrorException">
    /// The directory holds something else or another run, or one that may not be continued or cannot be (exit 73).
    /// </exception>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to write here.</exception>
    public RunDirectory? Claim(RunManifest manifest, RunRequest request, ResumeTarget target, bool force, ResumeMode resume, Action<string> warn)
    {
        if (IsFinished(request with { IsSame = stored => stored.RunIdentity == manifest.RunIdentity }, force, resume))
        {
            return null;
        }

        bool isThere = !force && Found.State.IsUnfinished();
        ResumePoint? point = isThere ? new CheckpointDirectory(_full, _files).FindLatest(target, warn) : null;
        if (point is not null)
        {
            RunDirectory.RefuseOtherDevice(_shown, Found.Manifest!, target.Engine.Device);
            RowHeaders.Require(_shown, _full, point.Checkpoint.RowFiles, target.Network.Classes);
        }

        if (isThere && point is null && resume == ResumeMode.Require)
        {
            throw RunDirectory.Refusal(
                _shown, "the unfinished run here has no good checkpoint, as --resume require asks for; --resume auto starts it over.");
        }

        RunManifest begun = point is null ? manifest : Continued(manifest, point.Checkpoint);
        var directory = new RunDirectory(_full, _lock!, begun, point, _files);
        directory.Begin();
        _lock = null;
        return directory;
    }

    private RunManifest Continued(RunManifest manifest, Checkpoint from) => manifest with
    {
        Start = from.Start,

        // A checkpoint of an earlier version does not say; where nothing else has gone on since, the manifest that is there does.
        Begun = from.Begun ?? Found.Manifest!.First(),
        Resumes = [.. from.Resumes, new RunResume(from.Training.Step, manifest.Start ?? default) { By = RunProcess.Of(manifest) }],
    };

    public void Dispose()
    {
        if (_lock is null)
        {
            return;
        }

        bool isUnused = _lockIsNew && RunInspection.Of(_full).State == RunState.Empty;
        _lock.Release(deleteFile: isUnused);
        _lock = null;
        if (isUnused)
        {
            Remove(_files, _made);
        }
    }

    private static void FlushNames(string path, IReadOnlyList<string> made, IFileSystem files)
    {
        try
        {
            DurableDirectory.Flush(made, files);
        }
        catch (Exception exception) when (StorageFault.Is(exception) && exception is not DirectoryNotFoundException)
        {
            throw StorageFault.Error(path, "the directory cannot be made", exception);
        }
    }

    /// <summary>Where another process has put something there meanwhile, or the disk is gone, what stays behind is empty.</summary>
    private static void Remove(IFileSystem files, IReadOnlyList<string> directories) => StorageFault.Ignore(() =>
    {
        foreach (string directory in directories)
        {
            files.DeleteDirectory(directory);
        }
    });
}

/// <summary>The run that somebody asks for, as far as it must be compared with one that is there.</summary>
/// <param name="IsSame">Whether the run that is there is the one asked for.</param>
/// <param name="Differences">Names of what differs from it; empty where it is nothing that has a name.</param>
public sealed record RunRequest(Predicate<RunManifest> IsSame, Func<RunManifest, IReadOnlyList<string>> Differences);

/// <summary>What to do where the run asked for is there, but not finished.</summary>
public enum ResumeMode
{
    /// <summary>Go on from its last good checkpoint; where there is none, start over.</summary>
    Auto,

    /// <summary>Go on from its last good checkpoint; where there is none, refuse.</summary>
    Require,

    /// <summary>Refuse.</summary>
    Never,
}
