using StructuralError.Running;

namespace StructuralError.Cli.Commands;

/// <summary>Run directories named by patterns, for shells that leave patterns alone and for patterns in quotes.</summary>
internal static class RunPatterns
{
    private static readonly char[] Wildcards = ['*', '?'];
    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    /// <summary>
    /// Names without <c>*</c> and <c>?</c>, or of directories that exist, stay as they are; each pattern becomes the runs that match it, in ordinal order. A directory named
    /// twice counts once.
    /// </summary>
    /// <exception cref="UserErrorException">No run matches a pattern (exit 2).</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> arguments) => [.. arguments.SelectMany(Expand).DistinctBy(Path.GetFullPath, StringComparer.Ordinal)];

    private static IReadOnlyList<string> Expand(string argument)
    {
        if (argument.IndexOfAny(Wildcards) < 0 || Directory.Exists(argument))
        {
            return [argument];
        }

        string root = Path.GetPathRoot(argument)!;
        IEnumerable<string> found = [root];
        foreach (string segment in argument[root.Length..].Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            found = [.. found.SelectMany(directory => Matches(directory, segment))];
        }

        string[] runs = [.. found.Where(directory => File.Exists(Path.Combine(directory, RunDirectory.ManifestName))).Order(StringComparer.Ordinal)];
        return runs.Length > 0 ? runs : throw new UserErrorException(ExitCodes.Usage, $"'{argument}': no run directory matches this pattern.");
    }

    private static IEnumerable<string> Matches(string directory, string segment)
    {
        if (segment.IndexOfAny(Wildcards) < 0)
        {
            string path = Path.Combine(directory, segment);
            return Directory.Exists(path) ? [path] : [];
        }

        var options = new EnumerationOptions { MatchType = MatchType.Simple, IgnoreInaccessible = true };
        string start = directory.Length > 0 ? directory : ".";
        return Directory.EnumerateDirectories(start, segment, options).Select(path => Path.Combine(directory, Path.GetFileName(path)));
    }
}
