using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Cli.Runs;
using StructuralError.Core.Common;
using StructuralError.Runs;

namespace StructuralError.Cli.Commands;

/// <summary><c>runs show RUN</c>: everything the directory tells of one run.</summary>
internal static class RunsShowCommand
{
    public static Command Create(CliContext context)
    {
        var directory = new Argument<string>("RUN") { Description = "a run directory, as results/mnist-b-k3-s0" };
        Option<bool> json = RunsCommand.Json();
        var command = new Command("show", "Show one run: state, result, every value with its origin, program, machine, files.") { directory, json };
        command.SetAction(result => Run(context, result.GetValue(directory)!, result.GetValue(json)));
        return command;
    }

    private static int Run(CliContext context, string directory, bool json)
    {
        Run run = StructuralError.Runs.Run.Find(directory, out string reason)
            ?? throw new UserErrorException(ExitCodes.Usage, $"{directory}: is not a run directory: {reason}; 'runs list' shows those there are.");
        if (json)
        {
            context.Out.Write(RunReport.ToJson(run, context.Time.GetUtcNow()));
        }
        else
        {
            RunReport.Write(context.Out, run, context.Time.GetUtcNow());
        }

        return ExitCodes.Success;
    }
}
