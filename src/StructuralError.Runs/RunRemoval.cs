using StructuralError.Core.Common;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs;

/// <summary>Removes a run that was not finished.</summary>
public static class RunRemoval
{
    private static readonly string[] Directories = [RunDirectory.FiguresName, RunDirectory.CheckpointName];

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
            RunInspection found = RunInspection.Of(directory);
            if (!found.State.IsUnfinished())
            {
                throw new UserErrorException(FailureKind.CannotCreate, $"{directory}: is not an unfinished run any more; it is left alone.");
            }

            foreach (string name in Directories.Where(name => Directory.Exists(Path.Combine(directory, name))))
            {
                Directory.Delete(Path.Combine(directory, name), recursive: true);
            }

            foreach (string path in Directory.GetFiles(directory).Where(path => IsOfRun(Path.GetFileName(path))))
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

        string[] left = [.. Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        if (left.Length == 0)
        {
            Directory.Delete(directory);
        }

        return left;
    }

    private static bool IsOfRun(string name) =>
        RunFiles.Rows.Contains(name) || name is RunDirectory.SummaryName or SourceDiff.FileName
        || (name.StartsWith('.') && name.EndsWith(DurableFile.TemporaryEnding, StringComparison.Ordinal));
}
