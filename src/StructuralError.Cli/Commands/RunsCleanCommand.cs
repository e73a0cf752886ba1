using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Reporting.Listings;
using StructuralError.Runs;
using StructuralError.Runs.Directories;

namespace StructuralError.Cli.Commands;

/// <summary><c>runs clean [DIR...]</c>: removes runs that failed or were interrupted.</summary>
internal static class RunsCleanCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string[]> directories = RunsCommand.Directories();
        Option<bool> dryRun = Options.Flag("--dry-run", "list what would be removed; remove nothing");
        Option<bool> yes = Options.Flag("--yes", "remove without asking");
        var command = new Command(
            "clean",
            "Remove runs that failed or were interrupted, after listing them. Finished and running ones stay, and so does every file that no run wrote.")
        {
            directories, dryRun, yes,
        };
        command.SetAction(result => context.Interruptible(
            "; what is said to be removed is, the rest is as it was.",
            cancellation => Run(context, result.GetValue(directories), result.GetValue(dryRun), result.GetValue(yes), cancellation)));
        return command;
    }

    private static int Run(CliContext context, string[]? directories, bool dryRun, bool yes, CancellationToken cancellation)
    {
        Run[] runs = [.. RunsCommand.Find(directories, context).Where(run => run.State is RunState.Failed or RunState.Interrupted)];
        if (runs.Length == 0)
        {
            context.Error.WriteLine("no failed or interrupted runs found.");
            return ExitCodes.Success;
        }

        context.Print(RunList.Lines(runs, context.Time.GetUtcNow()));
        if (dryRun)
        {
            return ExitCodes.Success;
        }

        if (!yes && !IsConfirmed(context, runs.Length))
        {
            throw new UserErrorException(FailureKind.Usage, "nothing was removed; answer yes, or give --yes.");
        }

        return runs.Max(run => ErrorReport.Guard(context.Error, () => Remove(context, run, cancellation)));
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
