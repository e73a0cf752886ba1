using StructuralError.Core.Common;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs;

/// <summary>Removes a run that was not finished.</summary>
public static class RunRemoval
{
    // Without the manifest it would be no run any more; the lock is held until then.
    private static readonly string[] Last = [RunDirectory.ManifestName, RunLock.FileName, RunLock.HolderFileName];

    /// <summary>
    /// Removes what a run writes, under its lock, and the directory where nothing else is in it. The manifest goes next to last: a removal that is
    /// itself interrupted leaves an unfinished run, not a heap of files.
    /// </summary>
    /// <returns>Names of what was left there because no run wrote it.</returns>
    /// <exception cref="UserErrorException">Another process is writing the run, or it is no unfinished run any more (exit 73).</exception>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to.</exception>
    public static IReadOnlyList<string> Remove(string directory)
    {
        using (RunLock.Acquire(directory))
        {
            // Looked at again under the lock: the run may have been continued and finished in between.
            if (!RunInspection.Of(directory).State.IsUnfinished())
            {
                throw new UserErrorException(FailureKind.CannotCreate, $"{directory}: is not an unfinished run any more; it is left alone.");
            }

            foreach (string inner in RunFiles.Directories)
            {
                RunFiles.Remove(directory, inner, DiskFileSystem.Instance);
            }

            foreach (string path in RunFiles.In(directory, string.Empty).Where(path => !Last.Contains(Path.GetFileName(path))))
            {
                File.Delete(path);
            }

            File.Delete(Path.Combine(directory, RunDirectory.ManifestName));
            if (!OperatingSystem.IsWindows())
            {
                File.Delete(Path.Combine(directory, RunLock.FileName));
            }
        }

        // There, an open file cannot be removed; elsewhere it is gone by now.
        if (OperatingSystem.IsWindows())
        {
            File.Delete(Path.Combine(directory, RunLock.FileName));
        }

        string[] left = [.. Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path)).SelectMany(name => Left(directory, name))];
        if (left.Length == 0)
        {
            Directory.Delete(directory);
        }

        return [.. left.Order(StringComparer.Ordinal)];
    }

    /// <summary>An entry that stays; of the run's own directories, what keeps them from being removed.</summary>
    private static IEnumerable<string> Left(string directory, string name)
    {
        string full = Path.Combine(directory, name);
        return RunFiles.Directories.Contains(name) && FileStatus.OfEntry(full)?.Kind == FileKind.Directory
            ? Directory.EnumerateFileSystemEntries(full).Select(path => Path.Combine(name, Path.GetFileName(path)))
            : [name];
    }
}
