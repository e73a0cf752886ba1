namespace StructuralError.Experiments.Queue;

/// <summary>Shows nothing of a queue.</summary>
/// <param name="ended">Is told what became of each run; null for nobody.</param>
public sealed class SilentDisplay(IProgress<QueuedRunResult>? ended = null) : IQueueDisplay
{
    public Task<QueueResult> Show(int total, Func<Task<QueueResult>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return work();
    }

    public void Decided(QueuedRun run, QueueDecision decision)
    {
    }

    public void Started(QueuedRun run)
    {
    }

    public void Progressed(QueuedRun run, RunProgress progress)
    {
    }

    public void Ended(QueuedRunResult result, IReadOnlyList<string> messages) => ended?.Report(result);
}
