using System.Globalization;
using StructuralError.Experiments.Queue;

namespace StructuralError.Cli.Queue;

/// <summary>What became of runs, in text.</summary>
internal static class QueueText
{
    /// <summary>One word, the same in tables, JSON and messages.</summary>
    public static string Of(QueueState state) => state == QueueState.NotStarted ? "not_started" : state.ToString().ToLowerInvariant();

    /// <summary>The table at the end of a queue.</summary>
    public static void Write(TextWriter output, QueueResult result)
    {
        int width = Math.Max(3, result.Runs.Select(run => run.Run.Directory.Length).DefaultIfEmpty().Max());
        output.WriteLine($"{"result",-11}  {"exit",4}  {"seconds",8}  {"run".PadRight(width)}  why");
        foreach (QueuedRunResult run in result.Runs)
        {
            string exit = run.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "-";
            string seconds = run.ExitCode is null ? "-" : run.Duration.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
            output.WriteLine($"{Of(run.State),-11}  {exit,4}  {seconds,8}  {run.Run.Directory.PadRight(width)}  {run.Detail}");
        }

        output.WriteLine(Counts(result));
    }

    /// <summary><c>12 runs: 10 finished, 1 skipped, 1 failed</c>.</summary>
    public static string Counts(QueueResult result)
    {
        IEnumerable<string> counts = Enum.GetValues<QueueState>().Where(state => result.Count(state) > 0)
            .Select(state => string.Create(CultureInfo.InvariantCulture, $"{result.Count(state)} {Of(state)}"));
        return string.Create(CultureInfo.InvariantCulture, $"{result.Runs.Count} runs: {string.Join(", ", counts)}");
    }
}
