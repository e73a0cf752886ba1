using StructuralError.Cli.Documents;
using StructuralError.Experiments.Queue;

namespace StructuralError.Cli.Queue;

/// <summary>A queue's runs, as its documents have them.</summary>
internal static class QueueEntries
{
    /// <summary>What became of each run.</summary>
    public static IReadOnlyList<QueueEntry> Of(QueueResult result) => [.. result.Runs.Select(Of)];

    /// <summary>What a dry run says of a run.</summary>
    public static QueueEntry Of(QueuedRun run, QueueDecision decision, string command) =>
        new(Path.GetFullPath(run.Directory), decision.Action.ToString().ToLowerInvariant(), null, decision.Reason, command);

    private static QueueEntry Of(QueuedRunResult run)
    {
        var entry = new QueueEntry(Path.GetFullPath(run.Run.Directory), null, QueueText.Of(run.State), run.Detail);
        return run.ExitCode is null
            ? entry
            : entry with { ExitCode = run.ExitCode, Seconds = run.Duration.TotalSeconds, Log = Path.GetFullPath(run.Run.LogPath) };
    }
}
