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

    /// <summary>The run is about to be started; <see cref="Ended"/> says so where it cannot be.</summary>
    void Started(QueuedRun run)
    {
    }

    /// <summary>The run was started, but another process is writing it; it is looked at again.</summary>
    void Postponed(QueuedRun run)
    {
    }

    /// <summary>Called from any thread.</summary>
    void Progressed(QueuedRun run, RunProgress progress)
    {
    }

    /// <summary>Nothing is left to do but to wait for runs that other processes are writing.</summary>
    void Waiting(IReadOnlyList<QueuedRun> runs)
    {
    }

    /// <param name="messages">The last lines of a failed run's standard error; empty otherwise.</param>
    void Ended(QueuedRunResult result, IReadOnlyList<string> messages);
}

/// <summary>Shows nothing of a queue.</summary>
/// <param name="ended">Is told what became of each run; null for nobody.</param>
public sealed class SilentDisplay(IProgress<QueuedRunResult>? ended = null) : IQueueDisplay
{
    public void Ended(QueuedRunResult result, IReadOnlyList<string> messages) => ended?.Report(result);
}
