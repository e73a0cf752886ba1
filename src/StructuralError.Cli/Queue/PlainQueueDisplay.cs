using System.Globalization;
using StructuralError.Experiments.Queue;

namespace StructuralError.Cli.Queue;

/// <summary>Every few seconds a line on the runs that are going on, for logs.</summary>
internal sealed class PlainQueueDisplay(TextWriter output, TimeProvider time) : TextQueueDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Dictionary<QueuedRun, RunProgress?> _going = new(ReferenceEqualityComparer.Instance);
    private long _last = time.GetTimestamp();

    protected override void Say(string line) => output.WriteLine(line);

    protected override void Complain(string line) => output.WriteLine(line);

    protected override void Begin(QueuedRun run) => _going.Add(run, null);

    protected override void Finish(QueuedRunResult result) => _going.Remove(result.Run);

    protected override void Advance(QueuedRun run, RunProgress progress)
    {
        _going[run] = progress;
        long now = time.GetTimestamp();
        if (time.GetElapsedTime(_last, now) < Interval)
        {
            return;
        }

        _last = now;
        IEnumerable<string> runs = _going.Select(pair => pair.Value is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"{pair.Key.Name} {at.Step}/{at.TotalSteps}")
            : $"{pair.Key.Name} starting");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"running   {Done} of {Total} done, {Failures} failed; {string.Join(", ", runs)}"));
    }
}
