using System.Collections.Concurrent;
using StructuralError.Experiments.Queue;

namespace StructuralError.Tests.Queue;

/// <summary>What a queue has to tell. Tests look at it while the queue goes on.</summary>
internal sealed class RecordingDisplay : IQueueDisplay
{
    public ConcurrentQueue<string> Decisions { get; } = new();

    public ConcurrentDictionary<string, IReadOnlyList<string>> Messages { get; } = new(StringComparer.Ordinal);

    public Task<QueueResult> Show(int total, Func<Task<QueueResult>> work) => work();

    public void Decided(QueuedRun run, QueueDecision decision) => Decisions.Enqueue($"{run.Name}: {decision.Action}");

    public void Started(QueuedRun run)
    {
    }

    public void Progressed(QueuedRun run, RunProgress progress)
    {
    }

    public void Ended(QueuedRunResult result, IReadOnlyList<string> messages) => Messages[result.Run.Name] = messages;
}
