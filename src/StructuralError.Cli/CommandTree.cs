using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using StructuralError.Cli.Commands;
using StructuralError.Cli.Common;
using StructuralError.Cli.Completion;

namespace StructuralError.Cli;

/// <summary>All commands, and what they share: exit codes, listed by the help of the program and of the commands that start runs; one way to tell the version.</summary>
internal static class CommandTree
{
    private static readonly (int Code, string Meaning)[] Codes =
    [
        (ExitCodes.Success, "done; for train, also where the same run was finished before"),
        (ExitCodes.Failure, "the run failed after it started (a loss that is not finite); for sweep and reproduce, not all runs are finished; for runs verify, a run is not as it should be"),
        (ExitCodes.Usage, "wrong usage or configuration; nothing was started"),
        (ExitCodes.BadData, "bad input data"),
        (ExitCodes.Unavailable, "the device that was asked for is not there or cannot be used, or it failed in the middle of the run, which its checkpoint keeps"),
        (ExitCodes.Internal, "a fault of this program"),
        (ExitCodes.CannotCreate, "the run directory is locked by another process, holds something else, or an unfinished run that may not be continued"),
        (ExitCodes.InputOutput, "input or output failed: disk full, no permission, no network"),
        (ExitCodes.Requeue, "ended by SIGTERM, SIGHUP, SIGUSR1 or SIGUSR2, with a checkpoint: start the same command again and it goes on"),
        (ExitCodes.Interrupted, "ended by Ctrl-C, with a checkpoint: the same command goes on; a second Ctrl-C ends at once, without"),
        (ExitCodes.Terminated, "ended at once by a second SIGTERM; the checkpoints and rows so far are kept"),
    ];

    public static RootCommand Create(CliContext context, TrainCommand train)
    {
        Command[] runners = [train.Command, SweepCommand.Create(context, train), ReproduceCommand.Create(context)];
        var root = new RootCommand("Trains small classifiers and measures, for every sample at every step, the structural matrix of the network.")
        {
            runners[0],
            runners[1],
            runners[2],
            MeasureCommand.Create(context),
            PlotCommand.Create(context),
            RunsCommand.Create(context),
            CompletionCommand.Create(context),
            ExportCommand.Create(context),
            DevicesCommand.Create(context),
            SelfCheckCommand.Create(context),
            VersionCommand.Create(context),
            DataCommand.Create(),
            ReportCommand.Create(),
        };

        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: SynchronousCommandLineAction help })
            {
                option.Action = new HelpWithExitCodes(help, [root, .. runners]);
            }
            else if (option is VersionOption)
            {
                option.Action = new ShowVersion(context);
            }
        }

        foreach (SuggestDirective directive in root.Directives.OfType<SuggestDirective>())
        {
            directive.Action = new Suggestions(context, root, directive);
        }

        return root;
    }

    private sealed class HelpWithExitCodes(SynchronousCommandLineAction inner, Command[] commands) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int result = inner.Invoke(parseResult);
            if (!commands.Contains(parseResult.CommandResult.Command))
            {
                return result;
            }

            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Exit codes:");
            foreach ((int code, string meaning) in Codes)
            {
                output.WriteLine(FormattableString.Invariant($"  {code,-3}  {meaning}"));
            }

            return result;
        }
    }

    private sealed class ShowVersion(CliContext context) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult) => VersionCommand.Write(context);
    }
}
