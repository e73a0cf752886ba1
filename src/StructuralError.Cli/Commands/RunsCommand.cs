using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Runs;

namespace StructuralError.Cli.Commands;

/// <summary><c>runs list|show|verify|clean</c>: the runs there are.</summary>
internal static class RunsCommand
{
    private const string ResultsDirectory = "results";

    public static Command Create(CliContext context) => new("runs", "List, show, verify or clean up runs.")
    {
        RunsListCommand.Create(context),
        RunsShowCommand.Create(context),
        RunsVerifyCommand.Create(context),
        RunsCleanCommand.Create(context),
    };

    public static Argument<string[]> Directories() => new("DIR")
    {
        Description = $"where to look, also in the directories below (default: {ResultsDirectory})",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Option<bool> Json() => new("--json") { Description = "print one JSON document on standard output, everything else on standard error" };

    /// <summary>All runs below some directories, by default <c>results</c>.</summary>
    /// <exception cref="UserErrorException">Exit 2: a directory that was named does not exist.</exception>
    public static IReadOnlyList<Run> Find(string[]? directories, CliContext context)
    {
        if (directories is not { Length: > 0 })
        {
            directories = Directory.Exists(ResultsDirectory) ? [ResultsDirectory] : [];
        }

        string[] missing = [.. directories.Where(directory => !Directory.Exists(directory))];
        return missing.Length > 0
            ? throw new UserErrorException(ExitCodes.Usage, [.. missing.Select(directory => new Problem($"{directory}: there is no such directory."))])
            : [.. directories.SelectMany(directory => RunSearch.Below(directory, (path, reason) => context.Warn($"{path} was passed over: {reason}"))).DistinctBy(run => Path.GetFullPath(run.Path))];
    }
}
