using StructuralError.Runs.Directories;

namespace StructuralError.Runs;

/// <summary>Finds run directories below others.</summary>
public static class RunSearch
{
    // Links are not followed: they may lead in a circle.
    private static readonly EnumerationOptions Children = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    /// <summary>Every run in a directory or below it, in ordinal order of their paths; a directory that holds a run is not searched further.</summary>
    /// <param name="passOver">Is told of directories whose manifest cannot be understood, and why.</param>
    /// <exception cref="IOException">A directory cannot be read.</exception>
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

        foreach (string child in ChildrenOf(directory))
        {
            foreach (Run run in Below(child, passOver))
            {
                yield return run;
            }
        }
    }

    private static IReadOnlyList<string> ChildrenOf(string directory)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(directory, "*", Children).Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            // Removed since it was listed: nothing is there to be found.
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
