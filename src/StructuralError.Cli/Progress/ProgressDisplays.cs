using Spectre.Console;
using StructuralError.Cli.Training;
using StructuralError.Core.Training;

namespace StructuralError.Cli.Progress;

/// <summary>Chooses the display: nothing with <c>--quiet</c>; by itself a bar on a terminal and a plain line now and then elsewhere.</summary>
internal static class ProgressDisplays
{
    public static IProgressDisplay Create(CliContext context, TrainOptions options) => options switch
    {
        { Quiet: true } or { Progress: "none" } => new NoProgress(),
        { Progress: "json" } => new JsonProgress(context.Error, context.Time),
        { Progress: "plain" } => new PlainProgress(context.Error, context.Time),
        { Progress: "bar" } => new BarProgress(Terminal(context), context.Time),
        _ => context.ErrorIsTerminal ? new BarProgress(Terminal(context), context.Time) : new PlainProgress(context.Error, context.Time),
    };

    private static IAnsiConsole Terminal(CliContext context) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(context.Error) });

    private sealed class NoProgress : IProgressDisplay, IStepSink
    {
        public TrainingResult Show(long totalSteps, Func<IStepSink, TrainingResult> train) => train(this);
    }
}
