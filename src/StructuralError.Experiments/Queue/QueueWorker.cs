using System.ComponentModel;

namespace StructuralError.Experiments.Queue;

/// <summary>
/// Sees a list of runs finished, several at once. Finished ones are skipped, unfinished ones continued; a failed run keeps no other from being run. One that
/// another process is writing is waited for and looked at again, so that two queues of the same runs both see all of them finished. Told to end, it starts no
/// more, passes the wish on and waits for those that are going on.
/// </summary>
public sealed class QueueWorker(IRunStarter starter, IQueueDisplay display, QueueLimits limits, TimeProvider time)
{
    // A process that signal n killed has exit code 128 + n.
    private const int SignalBase = 128;
    private const int LastSignal = 64;

    // Who looks whether a run is held may hold it in that moment.
    private const int MostCollisions = 3;

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<Task<RunExit>, ActiveRun> _active = [];
    private readonly Dictionary<QueuedRun, QueuedRunResult> _results = new(ReferenceEqualityComparer.Instance);
    private readonly LinkedList<QueuedRun> _pending = [];
    private readonly Dictionary<QueuedRun, string> _held = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<QueuedRun, int> _collisions = new(ReferenceEqualityComparer.Instance);
    private int _failures;
    private bool _stopped;
    private bool _saidWaiting;

    private bool MayStart => !_stopped && _failures < (limits.MaxFailures ?? int.MaxValue);

    /// <param name="runs">No two with one directory.</param>
    /// <param name="stop">The wish to end.</param>
    public Task<QueueResult> RunAsync(IReadOnlyList<QueuedRun> runs, CancellationToken stop) => display.Show(runs.Count, async () =>
    {
        try
        {
            Plan(runs);
            await WorkAsync(stop).ConfigureAwait(false);
        }
        finally
        {
            await EndAllAsync().ConfigureAwait(false);
        }

        foreach ((QueuedRun run, string reason) in _held)
        {
            Report(new(run, QueueState.Held, reason), []);
        }

        return new QueueResult([.. runs.Select(run => _results.GetValueOrDefault(run) ?? new(run, QueueState.NotStarted, "its turn did not come"))]);
    });

    /// <summary>Decides about every run before the first is started, so that all reasons are seen at once.</summary>
    private void Plan(IReadOnlyList<QueuedRun> runs)
    {
        List<QueuedRun> held = [];
        foreach (QueuedRun run in runs)
        {
            QueueDecision decision = QueueDecision.Before(run);
            display.Decided(run, decision);
            if (decision.Action == QueueAction.Wait)
            {
                held.Add(run);
            }
            else if (!Settle(run, decision))
            {
                _pending.AddLast(run);
            }
        }

        held.ForEach(run => _pending.AddLast(run));
    }

    private async Task WorkAsync(CancellationToken stop)
    {
        var stopping = new TaskCompletionSource<RunExit>(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = stop.Register(() => stopping.TrySetCanceled(CancellationToken.None));
        while (true)
        {
            Fill(stop);
            bool isWaiting = _held.Count > 0 && MayStart;
            if (_active.Count == 0 && !isWaiting)
            {
                return;
            }

            SayWaiting();
            Task[] told = _stopped ? [] : [stopping.Task], look = isWaiting ? [Task.Delay(LookInterval, CancellationToken.None)] : [];
            Task first = await Task.WhenAny([.. _active.Keys, .. told, .. look]).ConfigureAwait(false);
            if (first == stopping.Task)
            {
                StopAll();
            }
            else if (first is Task<RunExit> ended)
            {
                End(ended, await ended.ConfigureAwait(false));
            }
        }
    }

    private void Fill(CancellationToken stop)
    {
        if (MayStart && !stop.IsCancellationRequested)
        {
            _held.Keys.ToList().ForEach(run => _pending.AddLast(run));
            _held.Clear();
        }

        while (MayStart && !stop.IsCancellationRequested && _active.Count < limits.Jobs && _pending.First is { } next)
        {
            _pending.RemoveFirst();

            // Looked at again: it may be long ago, and other processes work on the same runs.
            QueueDecision decision = QueueDecision.Before(next.Value);
            if (decision.Action == QueueAction.Wait)
            {
                _held[next.Value] = decision.Reason;
            }
            else if (!Settle(next.Value, decision))
            {
                Start(next.Value);
            }
        }
    }

    /// <summary>Notes the result of a run that needs no process; false for one that does.</summary>
    private bool Settle(QueuedRun run, QueueDecision decision)
    {
        if (!decision.IsWork)
        {
            Report(new(run, decision.Action == QueueAction.Skip ? QueueState.Skipped : QueueState.Refused, decision.Reason), []);
        }

        return !decision.IsWork;
    }

    private void Start(QueuedRun run)
    {
        // Said before: a run of a moment tells of its first step while it is still being started.
        display.Started(run);
        try
        {
            IStartedRun started = starter.Start(run, limits.ThreadsPerJob, progress => display.Progressed(run, progress));
            _active.Add(started.Exit, new ActiveRun(run, started, time.GetTimestamp()));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or Win32Exception)
        {
            Report(new(run, QueueState.Failed, $"could not be started: {exception.Message}"), []);
        }
    }

    private void SayWaiting()
    {
        if (_active.Count == 0 && !_saidWaiting)
        {
            _saidWaiting = true;
            display.Waiting([.. _held.Keys]);
        }
    }

    /// <summary>Whether another process was faster: then the run is looked at again.</summary>
    private bool IsTaken(QueuedRun run, RunExit exit)
    {
        if (exit.End != RunEnd.Occupied || _stopped)
        {
            return false;
        }

        QueueDecision found = QueueDecision.Before(run);
        int collisions = _collisions[run] = _collisions.GetValueOrDefault(run) + 1;
        bool isTaken = found.Action == QueueAction.Wait || (found.Action is QueueAction.Start or QueueAction.Continue && collisions <= MostCollisions);
        if (isTaken)
        {
            _held[run] = found.Reason;
        }

        return isTaken;
    }

    private void End(Task<RunExit> task, RunExit exit)
    {
        _active.Remove(task, out ActiveRun? active);
        active!.Process.Dispose();
        TimeSpan duration = time.GetElapsedTime(active.Start);
        if (IsTaken(active.Run, exit))
        {
            display.Postponed(active.Run);
            return;
        }

        (QueueState state, string detail) = Judge(active.Run, exit);
        Report(new(active.Run, state, detail, exit.Code, duration), state == QueueState.Failed ? exit.Messages : []);
        if (state == QueueState.Failed && limits.FailFast)
        {
            StopAll();
        }
    }

    private (QueueState State, string Detail) Judge(QueuedRun run, RunExit exit)
    {
        QueueDecision found = QueueDecision.For(run);
        string code = FormattableString.Invariant($"{exit.Code}");
        return (exit.End, found.Action) switch
        {
            (RunEnd.Completed, QueueAction.Skip) => (QueueState.Finished, "finished"),
            (RunEnd.Completed, _) => (QueueState.Failed, $"exit {code}, but no finished run is there"),
            (RunEnd.Occupied, QueueAction.Skip) => (QueueState.Skipped, "finished by another process"),
            (RunEnd.Occupied, QueueAction.Wait) => (QueueState.Held, found.Reason),
            (RunEnd.Occupied, QueueAction.Refuse) => (QueueState.Refused, found.Reason),
            _ when _stopped => (QueueState.Stopped, $"told to end (exit {code})"),
            _ when exit.Code is > SignalBase and <= SignalBase + LastSignal =>
                (QueueState.Failed, FormattableString.Invariant($"killed by signal {exit.Code - SignalBase} (exit {code})")),
            _ => (QueueState.Failed, $"exit {code}"),
        };
    }

    private void Report(QueuedRunResult result, IReadOnlyList<string> messages)
    {
        _results[result.Run] = result;
        _failures += result.State == QueueState.Failed ? 1 : 0;
        display.Ended(result, messages);
    }

    private void StopAll()
    {
        _stopped = true;
        foreach (ActiveRun active in _active.Values)
        {
            active.Process.RequestStop();
        }
    }

    /// <summary>Whatever happens to the queue, it leaves no process behind.</summary>
    private async Task EndAllAsync()
    {
        StopAll();
        while (_active.Count > 0)
        {
            Task<RunExit> first = await Task.WhenAny(_active.Keys).ConfigureAwait(false);
            End(first, await first.ConfigureAwait(false));
        }
    }

    private sealed record ActiveRun(QueuedRun Run, IStartedRun Process, long Start);
}
