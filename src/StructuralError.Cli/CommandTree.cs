using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using StructuralError.Cli.Commands;
using StructuralError.Cli.Common;
using StructuralError.Cli.Completion;
using StructuralError.Runs.Files;

namespace StructuralError.Cli;

/// <summary>
/// All commands, and what they share: exit codes, listed by the help of the program and of the commands that start runs; one way to tell the version.
/// </summary>
internal static class CommandTree
{
    public static RootCommand Create(CliContext context, TrainCommand train)
    {
        Command[] runners = [train.Command, SweepCommand.Create(context, train), ReproduceCommand.Create(context)];
        var root = new RootCommand("Trains small classifiers and measures, for every sample at every step, the structural matrix of the network.")
        {
            runners[0], runners[1], runners[2],
            MeasureCommand.Create(context), PlotCommand.Create(context), RunsCommand.Create(context),
            CompletionCommand.Create(context), ExportCommand.Create(context), DevicesCommand.Create(context),
            SelfCheckCommand.Create(context), Version(context), DataCommand.Create(context), ReportCommand.Create(context),
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
            foreach ((int code, string meaning) in ExitCodes.Meanings)
            {
                output.WriteLine(FormattableString.Invariant($"  {code,-3}  {meaning}"));
            }

            return result;
        }
    }

    /// <summary>Which program, on which runtime.</summary>
    private static Command Version(CliContext context)
    {
        var command = new Command("version", "Show the version of the program and of the runtime.");
        command.SetAction(new ShowVersion(context).Invoke);
        return command;
    }

    private sealed class ShowVersion(CliContext context) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            context.Out.WriteLine($"{RunManifest.ProgramName} {SourceVersion.ProgramVersion}");
            context.Out.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
            return ExitCodes.Success;
        }
    }
}
