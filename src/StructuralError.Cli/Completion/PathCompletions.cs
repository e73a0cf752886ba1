using System.CommandLine;
using System.CommandLine.Completions;
using StructuralError.Runs.Directories;

namespace StructuralError.Cli.Completion;

/// <summary>Paths that may stand in place of an argument. One that leads further ends with a slash.</summary>
internal static class PathCompletions
{
    private const int Most = 200;

    /// <summary>Offers directories; those of runs are what is looked for.</summary>
    public static T CompletedByRuns<T>(this T argument)
        where T : Argument => argument.CompletedByFiles(ending: null);

    /// <summary>Offers directories and files of one kind.</summary>
    /// <param name="ending">As <c>.json</c>; null for directories alone.</param>
    public static T CompletedByFiles<T>(this T argument, string? ending)
        where T : Argument
    {
        argument.CompletionSources.Add(context => Matching(context, ending));
        return argument;
    }

    private static IEnumerable<CompletionItem> Matching(CompletionContext context, string? ending)
    {
        string word = context.WordToComplete;
        string start = word[..(word.LastIndexOf('/') + 1)];
        string name = word[start.Length..];
        try
        {
            return [.. new DirectoryInfo(start.Length == 0 ? "." : start).EnumerateFileSystemInfos()
                .Where(entry => entry.Name.StartsWith(name, StringComparison.Ordinal) && (name.Length > 0 || entry.Name[0] != '.'))
                .Where(entry => entry is DirectoryInfo || (ending is not null && entry.Extension == ending))
                .OrderBy(entry => entry.Name, StringComparer.Ordinal)
                .Take(Most)
                .Select(entry => new CompletionItem(start + entry.Name + (entry is DirectoryInfo && !IsRun(entry) ? "/" : string.Empty)))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }

    private static bool IsRun(FileSystemInfo directory) => File.Exists(Path.Combine(directory.FullName, RunDirectory.ManifestName));
}
