using StructuralError.Queue;

namespace StructuralError.Tests.Queue;

internal sealed class RecordingDisplay : IQueueDisplay
{
    public List<string> Decisions { get; } = [];

    public Dictionary<string, IReadOnlyList<string>> Messages { get; } = [];

    public Task<QueueResult> Show(int total, Func<Task<QueueResult>> work) => work();

    public void Decided(QueuedRun run, QueueDecision decision) => Decisions.Add($"{run.Name}: {decision.Action}");

    public void Started(QueuedRun run)
    {
    }

    public void Progressed(QueuedRun run, RunProgress progress)
    {
    }

    public void Ended(QueuedRunResult result, IReadOnlyList<string> messages) => Messages[result.Run.Name] = messages;
}
