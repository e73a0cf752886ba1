using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Cli.Runs;
using StructuralError.Core.Common;
using StructuralError.Runs;
using StructuralError.Runs.Directories;

namespace StructuralError.Cli.Commands;

/// <summary><c>runs clean [DIR...]</c>: removes runs that failed or were interrupted.</summary>
internal static class RunsCleanCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string[]> directories = RunsCommand.Directories();
        var dryRun = new Option<bool>("--dry-run") { Description = "list what would be removed; remove nothing" };
        var yes = new Option<bool>("--yes") { Description = "remove without asking" };
        var command = new Command("clean", "Remove runs that failed or were interrupted, after listing them. Finished and running ones stay, and so does every file that no run wrote.")
        {
            directories, dryRun, yes,
        };
        command.SetAction(result => Run(context, result.GetValue(directories), result.GetValue(dryRun), result.GetValue(yes)));
        return command;
    }

    private static int Run(CliContext context, string[]? directories, bool dryRun, bool yes)
    {
        Run[] runs = [.. RunsCommand.Find(directories, context).Where(run => run.State is RunState.Failed or RunState.Interrupted)];
        if (runs.Length == 0)
        {
            context.Error.WriteLine("no failed or interrupted runs found.");
            return ExitCodes.Success;
        }

        RunList.Write(context.Out, runs, context.Time.GetUtcNow());
        if (dryRun)
        {
            return ExitCodes.Success;
        }

        if (!yes && !IsConfirmed(context, runs.Length))
        {
            throw new UserErrorException(FailureKind.Usage, "nothing was removed; answer yes, or give --yes.");
        }

        int exitCode = ExitCodes.Success;
        foreach (Run run in runs)
        {
            exitCode = Math.Max(exitCode, Remove(context, run));
        }

        return exitCode;
    }

    private static bool IsConfirmed(CliContext context, int count)
    {
        context.Error.Write(FormattableString.Invariant($"Remove {(count == 1 ? "this run" : $"these {count} runs")} for good? [y/N] "));
        return context.ReadAnswer()?.Trim() is "y" or "Y" or "yes" or "Yes" or "YES";
    }

    /// <summary>One run that cannot be removed does not keep the others from it.</summary>
    private static int Remove(CliContext context, Run run)
    {
        try
        {
            IReadOnlyList<string> left = RunRemoval.Remove(run.Path);
            context.Out.WriteLine(left.Count == 0 ? $"removed {run.Path}" : $"removed the run in {run.Path}; no run wrote {string.Join(", ", left)}, which stays");
            return ExitCodes.Success;
        }
        catch (Exception exception) when (exception is UserErrorException or IOException or UnauthorizedAccessException)
        {
            return ErrorReport.Write(exception, context.Error);
        }
    }
}
