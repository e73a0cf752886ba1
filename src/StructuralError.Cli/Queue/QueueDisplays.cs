using Spectre.Console;
using StructuralError.Cli.Common;
using StructuralError.Experiments.Queue;

namespace StructuralError.Cli.Queue;

/// <summary>Chooses the display: failures only with <c>--quiet</c>, progress lines that move on a terminal, plain lines elsewhere.</summary>
internal static class QueueDisplays
{
    public static IQueueDisplay Create(CliContext context, bool quiet)
    {
        if (quiet)
        {
            return new QuietQueueDisplay(context.Error);
        }

        return context.ErrorIsTerminal
            ? new LiveQueueDisplay(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(context.Error) }))
            : new PlainQueueDisplay(context.Error, context.Time);
    }
}
