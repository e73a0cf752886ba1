using Spectre.Console;
using StructuralError.Cli.Training;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Services;

namespace StructuralError.Cli.Progress;

/// <summary>Chooses the display: nothing with <c>--quiet</c>; by itself a bar on a terminal and a plain line now and then elsewhere.</summary>
internal static class ProgressDisplays
{
    public static IProgressDisplay Create(CliContext context, TrainOptions options) => options switch
    {
        { Quiet: true } or { Progress: "none" } => new NoProgress(),
        { Progress: "json" } => new QueueProgress(progress => context.Error.WriteLine(progress.ToLine()), context.Time),
        { Progress: "plain" } => new PlainProgress(context.Error, context.Time),
        { Progress: "bar" } => new BarProgress(Terminal(context), context.Time),
        _ => context.ErrorIsTerminal ? new BarProgress(Terminal(context), context.Time) : new PlainProgress(context.Error, context.Time),
    };

    private static IAnsiConsole Terminal(CliContext context) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(context.Error) });
}
