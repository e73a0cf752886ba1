using System.Globalization;
using StructuralError.Experiments.Queue;

namespace StructuralError.Cli.Queue;

/// <summary>Says in lines what a queue does: why a run is started or not, and how it ended, with the last lines of one that failed.</summary>
internal abstract class TextQueueDisplay : IQueueDisplay
{
    private readonly Lock _gate = new();

    public int Total { get; private set; }

    /// <summary>Runs that need no more work.</summary>
    public int Done { get; private set; }

    public int Failures { get; private set; }

    public virtual Task<QueueResult> Show(int total, Func<Task<QueueResult>> work)
    {
        Total = total;
        return work();
    }

    public void Decided(QueuedRun run, QueueDecision decision) =>
        Locked(() => Say(string.Create(CultureInfo.InvariantCulture, $"{Name(decision.Action),-9} {run.Directory}: {decision.Reason}")));

    public void Started(QueuedRun run) => Locked(() => Begin(run));

    public void Progressed(QueuedRun run, RunProgress progress) => Locked(() => Advance(run, progress));

    public void Ended(QueuedRunResult result, IReadOnlyList<string> messages) => Locked(() =>
    {
        Done += result.State is QueueState.Finished or QueueState.Skipped ? 1 : 0;
        Failures += result.State == QueueState.Failed ? 1 : 0;
        Finish(result);
        if (result.State == QueueState.Failed)
        {
            Complain($"error: {result.Run.Directory}: {result.Detail}; its log: {result.Run.LogPath}");
            foreach (string message in messages)
            {
                Complain("    " + message);
            }
        }
        else if (result.ExitCode is not null || result.State == QueueState.Held)
        {
            Say(string.Create(CultureInfo.InvariantCulture, $"{QueueWords.Of(result.State),-9} {result.Run.Directory}: {result.Detail}, {result.Duration.TotalSeconds:F1} s ({Done} of {Total})"));
        }
    });

    /// <summary>What is nice to know.</summary>
    protected abstract void Say(string line);

    /// <summary>What must be known.</summary>
    protected abstract void Complain(string line);

    protected virtual void Begin(QueuedRun run)
    {
    }

    protected virtual void Advance(QueuedRun run, RunProgress progress)
    {
    }

    protected virtual void Finish(QueuedRunResult result)
    {
    }

    private static string Name(QueueAction action) => action switch
    {
        QueueAction.Start => "start",
        QueueAction.Continue => "continue",
        QueueAction.Skip => "skip",
        QueueAction.Wait => "wait",
        _ => "refuse",
    };

    private void Locked(Action action)
    {
        lock (_gate)
        {
            action();
        }
    }
}
