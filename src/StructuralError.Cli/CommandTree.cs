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
    /// <param name="first">The first argument. Where it names a command, that one alone is made: each has dozens of options, which take their time.</param>
    public static RootCommand Create(CliContext context, TrainCommand train, string? first)
    {
        (string Name, Func<CliContext, Command> Make)[] commands =
        [
            ("train", _ => train.Command), ("sweep", all => new SweepCommand(all, train).Create()), ("reproduce", all => new ReproduceCommand(all).Create()),
            ("measure", all => new MeasureCommand(all).Create()), ("plot", PlotCommand.Create), ("runs", RunsCommand.Create),
            ("completion", CompletionCommand.Create), ("export", ExportCommand.Create), ("devices", DevicesCommand.Create),
            ("selfcheck", SelfCheckCommand.Create), ("version", Version), ("data", DataCommand.Create), ("report", ReportCommand.Create),
        ];
        var root = new RootCommand("Trains small classifiers and measures, for every sample at every step, the structural matrix of the network.");
        (string Name, Func<CliContext, Command> Make)[] asked = Array.FindAll(commands, command => command.Name == first);
        Array.ForEach(asked is [] ? commands : asked, command => root.Add(command.Make(context)));
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExitCodes((SynchronousCommandLineAction)help.Action!);
        root.Options.OfType<VersionOption>().Single().Action = new ShowVersion(context);
        SuggestDirective suggest = root.Directives.OfType<SuggestDirective>().Single();
        suggest.Action = new Suggestions(context, root, suggest);
        return root;
    }

    private sealed class HelpWithExitCodes(SynchronousCommandLineAction inner) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int result = inner.Invoke(parseResult);
            if (parseResult.CommandResult.Command is not (RootCommand or { Name: "train" or "sweep" or "reproduce" }))
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
