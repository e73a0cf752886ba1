using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Cli.Completion;
using StructuralError.Core.Common;
using StructuralError.Reporting.Listings;
using StructuralError.Runs;

namespace StructuralError.Cli.Commands;

/// <summary><c>runs list|show|verify|clean</c>: the runs there are.</summary>
internal static class RunsCommand
{
    private const string ResultsDirectory = "results";

    public static Command Create(CliContext context) => new("runs", "List, show, verify or clean up runs.")
    {
        List(context),
        Show(context),
        RunsVerifyCommand.Create(context),
        RunsCleanCommand.Create(context),
    };

    public static Argument<string[]> Directories() => new Argument<string[]>("DIR")
    {
        Description = $"where to look, also in the directories below (default: {ResultsDirectory})",
        Arity = ArgumentArity.ZeroOrMore,
    }.CompletedByRuns();

    public static Option<bool> Json() => Options.Flag("--json", "print one JSON document on standard output, everything else on standard error");

    /// <summary>All runs below some directories, by default <c>results</c>.</summary>
    /// <exception cref="UserErrorException">Exit 2: a directory that was named does not exist.</exception>
    public static IEnumerable<Run> Find(string[]? directories, CliContext context)
    {
        if (directories is not { Length: > 0 })
        {
            directories = Directory.Exists(ResultsDirectory) ? [ResultsDirectory] : [];
        }

        return RunSearch.Below(directories, (path, reason) => context.Warn($"{path} was passed over: {reason}"));
    }

    private static Command List(CliContext context)
    {
        (Argument<string[]> directories, Option<bool> json) = (Directories(), Json());
        var command = new Command("list", "List runs with what they trained, their state and result.") { directories, json };
        command.SetAction(result =>
        {
            IEnumerable<Run> runs = Find(result.GetValue(directories), context).CountedBy(context.Counting("runs read"));
            DateTimeOffset now = context.Time.GetUtcNow();
            string[]? lines = result.GetValue(json) ? null : [.. RunList.Lines(runs, now)];
            context.Print(lines is null, () => RunList.ToJson(runs, now), () => lines!);
            if (lines is [])
            {
                context.Error.WriteLine("no runs found.");
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static Command Show(CliContext context)
    {
        Argument<string> directory = new Argument<string>("RUN") { Description = "a run directory, as results/mnist-b-k3-s0" }.CompletedByRuns();
        Option<bool> json = Json();
        var command = new Command("show", "Show one run: state, result, every value with its origin, program, machine, files.") { directory, json };
        command.SetAction(result =>
        {
            string path = result.GetValue(directory)!;
            Run run = Run.Find(path, out string reason)
                ?? throw new UserErrorException(FailureKind.Usage, $"{path}: is not a run directory: {reason}; 'runs list' shows those there are.");
            DateTimeOffset now = context.Time.GetUtcNow();
            context.Print(result.GetValue(json), () => RunDetails.ToJson(run, now), () => RunDetails.Lines(run, now));
            return ExitCodes.Success;
        });
        return command;
    }
}
