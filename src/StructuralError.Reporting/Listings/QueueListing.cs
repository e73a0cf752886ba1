using System.Globalization;
using System.Text.Json.Serialization;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Queue;

namespace StructuralError.Reporting.Listings;

/// <summary>What becomes of a queue's runs.</summary>
internal static class QueueListing
{
    private const int Schema = 1;

    /// <summary>One word, the same in tables, JSON and messages.</summary>
    public static string Word(QueueState state) => state == QueueState.NotStarted ? "not_started" : state.ToString().ToLowerInvariant();

    /// <summary>The table at the end of a queue.</summary>
    public static IEnumerable<string> Lines(QueueResult result)
    {
        int width = Math.Max(3, result.Runs.Select(run => run.Run.Directory.Length).DefaultIfEmpty().Max());
        yield return $"{"result",-11}  {"exit",4}  {"seconds",8}  {"run".PadRight(width)}  why";
        foreach (QueuedRunResult run in result.Runs)
        {
            string exit = run.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "-";
            string seconds = run.ExitCode is null ? "-" : run.Duration.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
            yield return $"{Word(run.State),-11}  {exit,4}  {seconds,8}  {run.Run.Directory.PadRight(width)}  {run.Detail}";
        }

        yield return Counts(result);
    }

    /// <summary><c>12 runs: 10 finished, 1 skipped, 1 failed</c>.</summary>
    public static string Counts(QueueResult result)
    {
        IEnumerable<string> counts = Enum.GetValues<QueueState>().Where(state => result.Count(state) > 0)
            .Select(state => string.Create(CultureInfo.InvariantCulture, $"{result.Count(state)} {Word(state)}"));
        return string.Create(CultureInfo.InvariantCulture, $"{result.Runs.Count} runs: {string.Join(", ", counts)}");
    }

    public static string Decided(QueuedRun run, QueueDecision decision) =>
        $"{decision.Action.ToString().ToLowerInvariant(),-9} {run.Directory}: {decision.Reason}";

    public static string Waiting(IReadOnlyList<QueuedRun> runs)
    {
        string which = runs.Count == 1 ? runs[0].Directory : FormattableString.Invariant($"{runs.Count} runs");
        return $"waiting   for {which}: another process is writing there; Ctrl-C ends the waiting";
    }

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
        string line = $"error: {result.Run.Directory}: {result.Detail}";
        return !IsComplaint(result.State) ? []
            : result.State != QueueState.Failed ? [line]
            : [$"{line}; its log: {result.Run.LogPath}", .. messages.Select(message => "    " + message)];
    }

    public static string Ended(QueuedRunResult result) =>
        FormattableString.Invariant($"{Word(result.State),-9} {result.Run.Directory}: {result.Detail}, {result.Duration.TotalSeconds:F1} s");

    /// <summary>One document: what became of each run.</summary>
    public static string ToJson(QueueResult result) => ListingJson.Write(new QueueDocument(Schema, Entries(result)));

    /// <summary>The commands of the runs that are to be started, a line each.</summary>
    public static IEnumerable<string> Commands(IEnumerable<(QueuedRun Run, QueueDecision Decision, string Command)> planned) =>
        planned.Where(each => each.Decision.IsWork).Select(each => each.Command);

    /// <summary>What the runs will take of the disk.</summary>
    public static string Space(QueueSpace space)
    {
        string free = space.Free is { } bytes ? $"; {MemoryForecast.Text(bytes)} are free there" : string.Empty;
        return FormattableString.Invariant($"{"space",-9} about {MemoryForecast.Text(space.Needed)} for {space.Runs} runs{free}");
    }

    /// <summary>One document: what would be done with each run, by which command.</summary>
    public static string ToJson(IEnumerable<(QueuedRun Run, QueueDecision Decision, string Command)> planned, QueueSpace space)
    {
        IEnumerable<QueueEntry> runs = planned.Select(each => new QueueEntry(
            Path.GetFullPath(each.Run.Directory), each.Decision.Action.ToString().ToLowerInvariant(), null, each.Decision.Reason, each.Command));
        return ListingJson.Write(new QueueDocument(Schema, [.. runs], (double)space.Needed, space.Free));
    }

    public static IReadOnlyList<QueueEntry> Entries(QueueResult result) => [.. result.Runs.Select(Entry)];

    private static QueueEntry Entry(QueuedRunResult run) => new(
        Path.GetFullPath(run.Run.Directory), null, Word(run.State), run.Detail, null, run.ExitCode,
        run.ExitCode is null ? null : run.Duration.TotalSeconds, run.ExitCode is null ? null : Path.GetFullPath(run.Run.LogPath));
}

/// <summary>What a queue prints with <c>--json</c>: what became of its runs, or in a dry run what would be done.</summary>
/// <param name="SpaceBytes">In a dry run: about how many bytes the runs will write.</param>
/// <param name="FreeBytes">In a dry run: how many are free there.</param>
internal sealed record QueueDocument(
    int Schema,
    IReadOnlyList<QueueEntry> Runs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? SpaceBytes = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? FreeBytes = null);

/// <summary>One run of a queue. A member that is null is left out.</summary>
/// <param name="RunDirectory">Its full path.</param>
/// <param name="Would">In a dry run: what would be done.</param>
/// <param name="Result">What became of it.</param>
/// <param name="Command">In a dry run: the command that would do it.</param>
/// <param name="ExitCode">Of the run's last process; null where none was started, as are the two behind it.</param>
internal sealed record QueueEntry(
    string RunDirectory,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Would,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Result,
    string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Command = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? ExitCode = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Seconds = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Log = null);
