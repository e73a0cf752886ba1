namespace StructuralError.Experiments.Queue;

/// <summary>Shows nothing of a queue.</summary>
/// <param name="ended">Is told what became of each run; null for nobody.</param>
public sealed class SilentDisplay(IProgress<QueuedRunResult>? ended = null) : IQueueDisplay
{
    public void Ended(QueuedRunResult result, IReadOnlyList<string> messages) => ended?.Report(result);
}
