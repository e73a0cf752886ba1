using StructuralError.Experiments.Queue;

namespace StructuralError.Reporting.Listings;

/// <summary>
/// Says in lines what a queue does: why a run is started or not, every few seconds how far the runs are that are going on, and how each ended, with the last
/// lines of one that failed.
/// </summary>
/// <param name="output">For what is nice to know.</param>
/// <param name="failures">For what must be known.</param>
internal class QueueDisplay(Action<string> output, Action<string> failures, TimeProvider time) : IQueueDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<QueuedRun, RunProgress?> _active = new(ReferenceEqualityComparer.Instance);
    private long _last = time.GetTimestamp();

    protected int Total { get; private set; }

    /// <summary>Runs that need no more work.</summary>
    protected int Done { get; private set; }

    protected int Failures { get; private set; }

    /// <summary>Begins a time in which the runs that are going on are waited for, when the wish to end comes; null for none.</summary>
    public Func<IDisposable>? Patience { get; init; }

    public virtual async Task<QueueResult> Show(int total, Func<Task<QueueResult>> work)
    {
        Total = total;
        using IDisposable? patience = Patience?.Invoke();
        return await work().ConfigureAwait(false);
    }

    public void Decided(QueuedRun run, QueueDecision decision) => Locked(() => output(QueueListing.Decided(run, decision)));

    public void Started(QueuedRun run) => Locked(() => Begin(run));

    public void Postponed(QueuedRun run) => Locked(() => Remove(run));

    public void Waiting(IReadOnlyList<QueuedRun> runs) => Locked(() => output(QueueListing.Waiting(runs)));

    public void Progressed(QueuedRun run, RunProgress progress) => Locked(() => Advance(run, progress));

    public void Ended(QueuedRunResult result, IReadOnlyList<string> messages) => Locked(() =>
    {
        Done += result.IsFinished ? 1 : 0;
        Failures += result.State == QueueState.Failed ? 1 : 0;
        Finish(result);
        foreach (string line in QueueListing.Complaint(result, messages))
        {
            failures(line);
        }

        if (result.ExitCode is not null && !QueueListing.IsComplaint(result.State))
        {
            output($"{QueueListing.Ended(result)} ({Done} of {Total})");
        }
    });

    protected virtual void Begin(QueuedRun run) => _active.Add(run, null);

    protected virtual void Finish(QueuedRunResult result) => Remove(result.Run);

    /// <summary>Shows a run no longer as one that is going on.</summary>
    protected virtual void Remove(QueuedRun run) => _active.Remove(run);

    protected virtual void Advance(QueuedRun run, RunProgress progress)
    {
        _active[run] = progress;
        long now = time.GetTimestamp();
        if (time.GetElapsedTime(_last, now) >= Interval)
        {
            _last = now;
            output($"running   {Done} of {Total} done, {Failures} failed; {QueueListing.Running(_active)}");
        }
    }

    private void Locked(Action action)
    {
        lock (_gate)
        {
            action();
        }
    }
}
