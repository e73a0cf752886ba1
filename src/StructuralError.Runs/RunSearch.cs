using StructuralError.Core.Common;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs;

/// <summary>Finds run directories below others.</summary>
public static class RunSearch
{
    // Links are not followed: they may lead in a circle.
    private static readonly EnumerationOptions Children = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    /// <summary>Every run in a directory or below it, in ordinal order of their paths; a directory that holds a run is not searched further.</summary>
    /// <param name="passOver">Is told of directories that cannot be read or whose manifest cannot be understood, and why.</param>
    public static IEnumerable<Run> Below(string directory, Action<string, string> passOver)
    {
        ArgumentNullException.ThrowIfNull(passOver);
        if (File.Exists(Path.Combine(directory, RunDirectory.ManifestName)))
        {
            if (Find(directory, passOver) is { } run)
            {
                yield return run;
            }

            yield break;
        }

        foreach (string child in ChildrenOf(directory, passOver))
        {
            foreach (Run run in Below(child, passOver))
            {
                yield return run;
            }
        }
    }

    /// <summary>The runs in some directories or below them, each once.</summary>
    /// <inheritdoc cref="Below(string, Action{string, string})" path="/param[@name='passOver']"/>
    /// <exception cref="UserErrorException"><see cref="FailureKind.Usage"/>: a directory does not exist.</exception>
    public static IReadOnlyList<Run> Below(IReadOnlyList<string> directories, Action<string, string> passOver)
    {
        ArgumentNullException.ThrowIfNull(directories);
        Problem[] missing =
            [.. directories.Where(directory => !Directory.Exists(directory)).Select(directory => new Problem($"{directory}: there is no such directory."))];
        return missing.Length > 0
            ? throw new UserErrorException(FailureKind.Usage, missing)
            : [.. directories.SelectMany(directory => Below(directory, passOver)).DistinctBy(run => Path.GetFullPath(run.Path))];
    }

    private static IReadOnlyList<string> ChildrenOf(string directory, Action<string, string> passOver)
    {
        try
        {
            // Without the right to enter a directory its names can be read, and nothing behind them.
            if (Directory.EnumerateFileSystemEntries(directory, RunDirectory.ManifestName).Any())
            {
                passOver(directory, $"its {RunDirectory.ManifestName} cannot be looked at");
                return [];
            }

            return [.. Directory.EnumerateDirectories(directory, "*", Children).Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            // Removed since it was listed: nothing is there to be found.
            return [];
        }
        catch (Exception exception) when (StorageFault.Is(exception))
        {
            passOver(directory, exception.Message);
            return [];
        }
    }

    private static Run? Find(string directory, Action<string, string> passOver)
    {
        try
        {
            if (Run.Find(directory, out string reason) is { } run)
            {
                return run;
            }

            passOver(directory, reason);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            passOver(directory, exception.Message);
        }

        return null;
    }
}
