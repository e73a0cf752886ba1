using System.IO.Enumeration;
using StructuralError.Core.Common;
using StructuralError.Runs.Directories;

namespace StructuralError.Reporting.Runs;

/// <summary>Run directories named by patterns, for shells that do not expand them: <c>results/*b-k*-s?</c>.</summary>
public static class RunGlob
{
    private static readonly char[] Wildcards = ['*', '?'];

    /// <summary>
    /// Each path as it is, each pattern replaced by the run directories it matches, in the order of their names; none twice. <c>*</c> and <c>?</c> stand for
    /// characters within one name. What a pattern matches beside run directories is passed over; a path is not, so that a mistyped one is noticed later.
    /// </summary>
    /// <exception cref="UserErrorException"><see cref="FailureKind.Usage"/>: a pattern matches no run directory, or a path is empty. All of them are
    /// listed.</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> paths)
    {
        List<string> expanded = [];
        List<Problem> problems = [];
        foreach (string path in paths)
        {
            if (path.Length == 0)
            {
                problems.Add(new Problem("an empty path names no run directory; is a variable of the shell not set?"));
            }
            else if (path.IndexOfAny(Wildcards) < 0 || Path.Exists(path))
            {
                expanded.Add(path);
            }
            else if (Matches(path).Where(IsRun).ToArray() is { Length: > 0 } matches)
            {
                expanded.AddRange(matches);
            }
            else
            {
                problems.Add(new Problem($"{path}: matches no run directory."));
            }
        }

        UserErrorException.ThrowIfAny(problems);
        return [.. expanded.DistinctBy(path => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))];
    }

    private static IEnumerable<string> Matches(string pattern)
    {
        string[] names = pattern.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> found = [Path.GetPathRoot(pattern) ?? ""];
        foreach (string name in Path.IsPathRooted(pattern) && OperatingSystem.IsWindows() ? names.Skip(1) : names)
        {
            found = found.SelectMany(directory => Step(directory, name));
        }

        return found;
    }

    private static IEnumerable<string> Step(string directory, string name)
    {
        if (name.IndexOfAny(Wildcards) < 0)
        {
            string path = Path.Combine(directory, name);
            return Directory.Exists(path) ? [path] : [];
        }

        string parent = directory.Length == 0 ? "." : directory;
        return !Directory.Exists(parent)
            ? []
            : Directory.EnumerateDirectories(parent)
                .Select(path => Path.GetFileName(path))
                .Where(entry => FileSystemName.MatchesSimpleExpression(name, entry, ignoreCase: false) && (name[0] == '.' || entry[0] != '.'))
                .Order(StringComparer.Ordinal)
                .Select(entry => Path.Combine(directory, entry));
    }

    private static bool IsRun(string directory) => File.Exists(Path.Combine(directory, RunDirectory.ManifestName));
}
