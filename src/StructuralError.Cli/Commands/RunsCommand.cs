using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Cli.Completion;
using StructuralError.Core.Common;
using StructuralError.Experiments.Datasets;
using StructuralError.Reporting.Listings;
using StructuralError.Reporting.Verification;
using StructuralError.Runs;
using StructuralError.Runs.Directories;

namespace StructuralError.Cli.Commands;

/// <summary><c>runs list|show|verify|clean</c>: the runs there are.</summary>
internal static class RunsCommand
{
    private const string ResultsDirectory = "results";

    public static Command Create(CliContext context) => new("runs", "List, show, verify or clean up runs.")
    {
        List(context), Show(context), Verify(context), Clean(context),
    };

    private static Argument<string[]> Directories() => new Argument<string[]>("DIR")
    {
        Description = $"where to look, also in the directories below (default: {ResultsDirectory})",
        Arity = ArgumentArity.ZeroOrMore,
    }.CompletedByRuns();

    public static Option<bool> Json() => Options.Flag("--json", "print one JSON document on standard output, everything else on standard error");

    /// <summary>All runs below some directories, by default <c>results</c>.</summary>
    /// <exception cref="UserErrorException">Exit 2: a directory that was named does not exist.</exception>
    private static IEnumerable<Run> Find(string[]? directories, CliContext context)
    {
        string[] places = directories is { Length: > 0 } ? directories : Directory.Exists(ResultsDirectory) ? [ResultsDirectory] : [];
        return RunSearch.Below(places, (path, reason) => context.Warn($"{path} was passed over: {reason}"));
    }

    private static Command List(CliContext context)
    {
        (Argument<string[]> directories, Option<bool> json) = (Directories(), Json());
        return new Command("list", "List runs with what they trained, their state and result.") { directories, json }.WithAction(result =>
        {
            IEnumerable<Run> runs = Find(result.GetValue(directories), context).CountedBy(context.Counting("runs read"));
            DateTimeOffset now = context.Time.GetUtcNow();
            string[]? lines = result.GetValue(json) ? null : [.. RunList.Lines(runs, now)];
            context.Print(lines is null, () => RunList.ToJson(runs, now), () => lines!);
            if (lines is [])
            {
                context.Error.WriteLine("no runs found.");
            }
        });
    }

    private static Command Show(CliContext context)
    {
        Argument<string> directory = new Argument<string>("RUN") { Description = "a run directory, as results/mnist-b-k3-s0" }.CompletedByRuns();
        Option<bool> json = Json();
        var command = new Command("show", "Show one run: state, result, every value with its origin, program, machine, files.") { directory, json };
        return command.WithAction(result =>
        {
            string path = result.GetValue(directory)!;
            Run run = Run.Find(path, out string reason)
                ?? throw new UserErrorException(FailureKind.Usage, $"{path}: is not a run directory: {reason}; 'runs list' shows those there are.");
            DateTimeOffset now = context.Time.GetUtcNow();
            context.Print(result.GetValue(json), () => RunDetails.ToJson(run, now), () => RunDetails.Lines(run, now));
        });
    }

    private static Command Verify(CliContext context)
    {
        Argument<string[]> directories = Options.Arguments("RUN", "run directories, or directories with runs below them").CompletedByRuns();
        Option<bool> json = Json();
        return new Command("verify", "Check every hash, schema, row and figure of runs; exits 1 where something is wrong.") { directories, json }.WithAction(
            context, "; not all of the runs were looked at.", (result, interruption) =>
            {
                var verifier = new RunVerifier(new DataHashCache(interruption.Token).Find);
                var results = new List<(string Path, Findings Findings)>();
                string[] places = result.GetValue(directories)!;
                foreach ((string path, Findings findings) in places.SelectMany(place => verifier.VerifyBelow(place, interruption.Token)))
                {
                    results.Add((path, findings));
                    context.Print(result.GetValue(json) ? [] : VerificationListing.Lines(path, findings));
                }

                context.Print(result.GetValue(json), () => VerificationListing.ToJson(results), () => []);
                int wrong = results.Count(run => run.Findings.Problems.Count > 0);
                context.Complain(wrong > 0 ? [FormattableString.Invariant($"{wrong} of {results.Count} runs are not as they should be.")] : []);
                return wrong > 0 ? ExitCodes.Failure : ExitCodes.Success;
            });
    }

    private static Command Clean(CliContext context)
    {
        Argument<string[]> directories = Directories();
        Option<bool> dryRun = Options.Flag("--dry-run", "list what would be removed; remove nothing");
        Option<bool> yes = Options.Flag("--yes", "remove without asking");
        return new Command(
            "clean",
            "Remove runs that failed or were interrupted, after listing them. Finished and running ones stay, and so does every file that no run wrote.")
        {
            directories, dryRun, yes,
        }.WithAction(context, "; what is said to be removed is, the rest is as it was.", (result, interruption) =>
        {
            Run[] runs = [.. Find(result.GetValue(directories), context).Where(run => run.State is RunState.Failed or RunState.Interrupted)];
            if (runs.Length == 0)
            {
                context.Error.WriteLine("no failed or interrupted runs found.");
                return ExitCodes.Success;
            }

            context.Print(RunList.Lines(runs, context.Time.GetUtcNow()));
            if (result.GetValue(dryRun))
            {
                return ExitCodes.Success;
            }

            if (!result.GetValue(yes) && !IsConfirmed(context, runs.Length))
            {
                throw new UserErrorException(FailureKind.Usage, "nothing was removed; answer yes, or give --yes.");
            }

            return runs.Max(run => ErrorReport.Guard(context.Error, () => Remove(context, run, interruption.Token)));
        });
    }

    private static bool IsConfirmed(CliContext context, int count)
    {
        context.Error.Write(FormattableString.Invariant($"Remove {(count == 1 ? "this run" : $"these {count} runs")} for good? [y/N] "));
        return context.ReadAnswer()?.Trim() is "y" or "Y" or "yes" or "Yes" or "YES";
    }

    private static void Remove(CliContext context, Run run, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        IReadOnlyList<string> left = RunRemoval.Remove(run.Path);
        context.Out.WriteLine(
            left.Count == 0 ? $"removed {run.Path}" : $"removed the run in {run.Path}; no run wrote {string.Join(", ", left)}, which stays");
    }
}
