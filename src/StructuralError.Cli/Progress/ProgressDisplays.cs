using StructuralError.Cli.Common;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Services;
using StructuralError.Reporting.Listings;

namespace StructuralError.Cli.Progress;

/// <summary>Chooses the display: nothing with <c>--quiet</c>; by itself a bar on a terminal and a plain line now and then elsewhere.</summary>
internal static class ProgressDisplays
{
    /// <param name="kind"><c>auto</c>, <c>bar</c>, <c>plain</c>, <c>json</c> or <c>none</c>.</param>
    public static IProgressDisplay Create(CliContext context, bool quiet, string kind) => kind switch
    {
        _ when quiet => new NoProgress(),
        "none" => new NoProgress(),
        "json" => new QueueProgress(progress => context.Error.WriteLine(progress.ToLine()), context.Time),
        "plain" => new PlainProgress(context.Error.WriteLine, context.Time),
        "bar" => new BarProgress(context.Terminal, context.Time),
        _ => Create(context, quiet, context.ErrorIsTerminal ? "bar" : "plain"),
    };
}
