using StructuralError.Core.Common;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs;

/// <summary>Finds run directories below others.</summary>
public static class RunSearch
{
    // Links are not followed: they may lead in a circle.
    private static readonly EnumerationOptions Children = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    /// <summary>
    /// Every run in a directory or below it, in ordinal order of their paths; a directory that holds a run is not searched further. Several are read at a time,
    /// a little ahead of who looks at them, and none is kept.
    /// </summary>
    /// <param name="passOver">Is told of directories that cannot be read or whose manifest cannot be understood, and why, in the same order.</param>
    public static IEnumerable<Run> Below(string directory, Action<string, string> passOver)
    {
        foreach (Place found in Places(directory).AsParallel().AsOrdered().Select(Read))
        {
            if (found.Run is not null)
            {
                yield return found.Run;
            }
            else
            {
                passOver(found.Path, found.Reason!);
            }
        }
    }

    /// <summary>The runs in some directories or below them, each once.</summary>
    /// <inheritdoc cref="Below(string, Action{string, string})" path="/param[@name='passOver']"/>
    /// <exception cref="UserErrorException"><see cref="FailureKind.Usage"/>: a directory does not exist.</exception>
    public static IEnumerable<Run> Below(IReadOnlyList<string> directories, Action<string, string> passOver)
    {
        Problem[] missing =
            [.. directories.Where(directory => !Directory.Exists(directory)).Select(directory => new Problem($"{directory}: there is no such directory."))];
        return missing.Length > 0
            ? throw new UserErrorException(FailureKind.Usage, missing)
            : directories.SelectMany(directory => Below(directory, passOver)).DistinctBy(run => Path.GetFullPath(run.Path));
    }

    /// <summary>Directories with a manifest, not read yet, and those that are passed over.</summary>
    private static IEnumerable<Place> Places(string directory)
    {
        if (File.Exists(Path.Combine(directory, RunDirectory.ManifestName)))
        {
            return [new Place(directory)];
        }

        (IReadOnlyList<string> children, string? reason) = ChildrenOf(directory);
        return reason is null ? children.SelectMany(Places) : [new Place(directory, Reason: reason)];
    }

    private static Place Read(Place place)
    {
        if (place.Reason is not null)
        {
            return place;
        }

        try
        {
            Run? run = Run.Find(place.Path, out string reason);
            return place with { Run = run, Reason = reason };
        }
        catch (Exception exception) when (StorageFault.Is(exception))
        {
            return place with { Reason = exception.Message };
        }
    }

    private static (IReadOnlyList<string> Children, string? Reason) ChildrenOf(string directory)
    {
        try
        {
            // Without the right to enter a directory its names can be read, and nothing behind them.
            return Directory.EnumerateFileSystemEntries(directory, RunDirectory.ManifestName).Any()
                ? ([], $"its {RunDirectory.ManifestName} cannot be looked at")
                : ([.. Directory.EnumerateDirectories(directory, "*", Children).Order(StringComparer.Ordinal)], null);
        }
        catch (DirectoryNotFoundException)
        {
            // Removed since it was listed: nothing is there to be found.
            return ([], null);
        }
        catch (Exception exception) when (StorageFault.Is(exception))
        {
            return ([], exception.Message);
        }
    }

    private sealed record Place(string Path, Run? Run = null, string? Reason = null);
}
