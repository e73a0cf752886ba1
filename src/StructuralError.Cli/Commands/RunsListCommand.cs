using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Cli.Runs;
using StructuralError.Runs;

namespace StructuralError.Cli.Commands;

/// <summary><c>runs list [DIR...]</c>: one line a run.</summary>
internal static class RunsListCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string[]> directories = RunsCommand.Directories();
        Option<bool> json = RunsCommand.Json();
        var command = new Command("list", "List runs with what they trained, their state and result.") { directories, json };
        command.SetAction(result => Run(context, result.GetValue(directories), result.GetValue(json)));
        return command;
    }

    private static int Run(CliContext context, string[]? directories, bool json)
    {
        IReadOnlyList<Run> runs = RunsCommand.Find(directories, context);
        if (json)
        {
            context.Out.Write(RunList.ToJson(runs, context.Time.GetUtcNow()));
        }
        else if (runs.Count > 0)
        {
            RunList.Write(context.Out, runs, context.Time.GetUtcNow());
        }
        else
        {
            context.Error.WriteLine("no runs found.");
        }

        return ExitCodes.Success;
    }
}
