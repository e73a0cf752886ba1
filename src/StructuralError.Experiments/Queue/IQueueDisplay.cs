namespace StructuralError.Experiments.Queue;

/// <summary>Shows what a queue does; nothing of it, where a method is not overridden.</summary>
public interface IQueueDisplay
{
    /// <summary>Carries out <paramref name="work"/> and shows what the other methods are told meanwhile.</summary>
    /// <param name="total">Runs in the queue, finished ones included.</param>
    Task<QueueResult> Show(int total, Func<Task<QueueResult>> work) => work();

    void Decided(QueuedRun run, QueueDecision decision)
    {
    }

    void Started(QueuedRun run)
    {
    }

    /// <summary>Called from any thread.</summary>
    void Progressed(QueuedRun run, RunProgress progress)
    {
    }

    /// <param name="messages">The last lines of a failed run's standard error; empty otherwise.</param>
    void Ended(QueuedRunResult result, IReadOnlyList<string> messages);
}
