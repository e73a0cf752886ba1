using System.Globalization;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Queue;

namespace StructuralError.Reporting.Listings;

/// <summary>What becomes of a queue's runs.</summary>
public static class QueueListing
{
    /// <summary>One word, the same in tables, JSON and messages.</summary>
    public static string Word(QueueState state) => state == QueueState.NotStarted ? "not_started" : state.ToString().ToLowerInvariant();

    /// <summary>The table at the end of a queue.</summary>
    public static IEnumerable<string> Lines(QueueResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        int width = Math.Max(3, result.Runs.Select(run => run.Run.Directory.Length).DefaultIfEmpty().Max());
        List<string> lines = [$"{"result",-11}  {"exit",4}  {"seconds",8}  {"run".PadRight(width)}  why"];
        foreach (QueuedRunResult run in result.Runs)
        {
            string exit = run.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "-";
            string seconds = run.ExitCode is null ? "-" : run.Duration.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
            lines.Add($"{Word(run.State),-11}  {exit,4}  {seconds,8}  {run.Run.Directory.PadRight(width)}  {run.Detail}");
        }

        return [.. lines, Counts(result)];
    }

    /// <summary><c>12 runs: 10 finished, 1 skipped, 1 failed</c>.</summary>
    public static string Counts(QueueResult result)
    {
        IEnumerable<string> counts = Enum.GetValues<QueueState>().Where(state => result.Count(state) > 0)
            .Select(state => string.Create(CultureInfo.InvariantCulture, $"{result.Count(state)} {Word(state)}"));
        return string.Create(CultureInfo.InvariantCulture, $"{result.Runs.Count} runs: {string.Join(", ", counts)}");
    }

    /// <summary>What will be done with a run, and why.</summary>
    public static string Decided(QueuedRun run, QueueDecision decision)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(decision);
        return $"{decision.Action.ToString().ToLowerInvariant(),-9} {run.Directory}: {decision.Reason}";
    }

    /// <summary>For which runs the queue waits.</summary>
    public static string Waiting(IReadOnlyList<QueuedRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        string which = runs.Count == 1 ? runs[0].Directory : FormattableString.Invariant($"{runs.Count} runs");
        return $"waiting   for {which}: another process is writing there; Ctrl-C ends the waiting";
    }

    /// <summary>How far runs are.</summary>
    /// <param name="runs">Null where a run has not told yet.</param>
    public static string Running(IEnumerable<KeyValuePair<QueuedRun, RunProgress?>> runs) => string.Join(", ", runs.Select(pair => pair.Value is { } at
        ? string.Create(CultureInfo.InvariantCulture, $"{pair.Key.Name} {at.Step}/{at.TotalSteps}")
        : $"{pair.Key.Name} starting"));

    /// <summary>Whether a run that ends so must be told of.</summary>
    public static bool IsComplaint(QueueState state) => state is QueueState.Refused or QueueState.Held or QueueState.Failed;

    /// <summary>What must be told of a run that ended so; nothing of others.</summary>
    /// <param name="messages">The last lines that it wrote.</param>
    public static IEnumerable<string> Complaint(QueuedRunResult result, IEnumerable<string> messages)
    {
        ArgumentNullException.ThrowIfNull(result);
        string line = $"error: {result.Run.Directory}: {result.Detail}";
        return !IsComplaint(result.State) ? []
            : result.State != QueueState.Failed ? [line]
            : [$"{line}; its log: {result.Run.LogPath}", .. messages.Select(message => "    " + message)];
    }

    /// <summary>How a run ended, and after how long.</summary>
    public static string Ended(QueuedRunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return string.Create(
            CultureInfo.InvariantCulture, $"{Word(result.State),-9} {result.Run.Directory}: {result.Detail}, {result.Duration.TotalSeconds:F1} s");
    }

    /// <summary>One document: what became of each run.</summary>
    public static string ToJson(QueueResult result) => ListingJson.Write(new QueueDocument(Entries(result)));

    /// <summary>The commands of the runs that are to be started, a line each.</summary>
    public static IEnumerable<string> Commands(IEnumerable<(QueuedRun Run, QueueDecision Decision, string Command)> planned) =>
        planned.Where(each => each.Decision.IsWork).Select(each => each.Command);

    /// <summary>What the runs will take of the disk.</summary>
    public static string Space(QueueSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        string free = space.Free is { } bytes ? $"; {MemoryForecast.Text(bytes)} are free there" : string.Empty;
        return FormattableString.Invariant($"{"space",-9} about {MemoryForecast.Text(space.Needed)} for {space.Runs} runs{free}");
    }

    /// <summary>One document: what would be done with each run, by which command.</summary>
    public static string ToJson(IEnumerable<(QueuedRun Run, QueueDecision Decision, string Command)> planned, QueueSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        IEnumerable<QueueEntry> runs = planned.Select(each => new QueueEntry(
            Path.GetFullPath(each.Run.Directory), each.Decision.Action.ToString().ToLowerInvariant(), null, each.Decision.Reason, each.Command));
        return ListingJson.Write(new QueueDocument([.. runs]) { SpaceBytes = (double)space.Needed, FreeBytes = space.Free });
    }

    internal static IReadOnlyList<QueueEntry> Entries(QueueResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return [.. result.Runs.Select(Entry)];
    }

    private static QueueEntry Entry(QueuedRunResult run)
    {
        var entry = new QueueEntry(Path.GetFullPath(run.Run.Directory), null, Word(run.State), run.Detail);
        return run.ExitCode is null
            ? entry
            : entry with { ExitCode = run.ExitCode, Seconds = run.Duration.TotalSeconds, Log = Path.GetFullPath(run.Run.LogPath) };
    }
}
