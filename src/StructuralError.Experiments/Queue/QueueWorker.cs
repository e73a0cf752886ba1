using System.ComponentModel;
using System.Globalization;

namespace StructuralError.Experiments.Queue;

/// <summary>
/// Sees a list of runs finished, several at once. Finished ones are skipped, unfinished ones continued; a failed run keeps no other from being run.
/// Told to end, it starts no more, passes the wish on and waits for those that are going on.
/// </summary>
public sealed class QueueWorker(IRunStarter starter, IQueueDisplay display, QueueLimits limits, TimeProvider time)
{
    // A process that signal n killed has exit code 128 + n.
    private const int SignalBase = 128;
    private const int LastSignal = 64;

    private readonly Dictionary<Task<RunExit>, ActiveRun> _active = [];
    private readonly Dictionary<QueuedRun, QueuedRunResult> _results = new(ReferenceEqualityComparer.Instance);
    private readonly LinkedList<QueuedRun> _pending = [];
    private int _failures;
    private bool _stopped;

    /// <param name="runs">No two with one directory.</param>
    /// <param name="stop">The wish to end.</param>
    /// <exception cref="IOException">A run directory cannot be read.</exception>
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

        return new QueueResult([.. runs.Select(run => _results.GetValueOrDefault(run)
            ?? new QueuedRunResult(run, QueueState.NotStarted, "its turn did not come", null, TimeSpan.Zero))]);
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
            if (_active.Count == 0)
            {
                return;
            }

            Task<RunExit> first = await Task.WhenAny(_stopped ? _active.Keys : _active.Keys.Append(stopping.Task)).ConfigureAwait(false);
            if (first == stopping.Task)
            {
                StopAll();
            }
            else
            {
                End(first, await first.ConfigureAwait(false));
            }
        }
    }

    private void Fill(CancellationToken stop)
    {
        while (!_stopped && !stop.IsCancellationRequested && _failures < (limits.MaxFailures ?? int.MaxValue)
            && _active.Count < limits.Jobs && _pending.First is { } next)
        {
            _pending.RemoveFirst();

            // Looked at again: it may be long ago, and other processes work on the same runs.
            QueueDecision decision = QueueDecision.Before(next.Value);
            if (decision.Action == QueueAction.Wait)
            {
                Report(new(next.Value, QueueState.Held, decision.Reason, null, TimeSpan.Zero), []);
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
        if (decision.Action is not (QueueAction.Skip or QueueAction.Refuse))
        {
            return false;
        }

        bool skipped = decision.Action == QueueAction.Skip;
        Report(new(run, skipped ? QueueState.Skipped : QueueState.Refused, decision.Reason, null, TimeSpan.Zero), []);
        return true;
    }

    private void Start(QueuedRun run)
    {
        try
        {
            IStartedRun started = starter.Start(run, limits.ThreadsPerJob, progress => display.Progressed(run, progress));
            _active.Add(started.Exit, new ActiveRun(run, started, time.GetTimestamp()));
            display.Started(run);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or Win32Exception)
        {
            Report(new(run, QueueState.Failed, $"could not be started: {exception.Message}", null, TimeSpan.Zero), []);
        }
    }

    private void End(Task<RunExit> task, RunExit exit)
    {
        _active.Remove(task, out ActiveRun? active);
        active!.Process.Dispose();
        TimeSpan duration = time.GetElapsedTime(active.Start);
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
        string code = exit.Code.ToString(CultureInfo.InvariantCulture);
        return (exit.End, found.Action) switch
        {
            (RunEnd.Completed, QueueAction.Skip) => (QueueState.Finished, "finished"),
            (RunEnd.Completed, _) => (QueueState.Failed, $"exit {code}, but no finished run is there"),
            (RunEnd.Occupied, QueueAction.Skip) => (QueueState.Skipped, "finished by another process"),
            (RunEnd.Occupied, QueueAction.Wait) => (QueueState.Held, found.Reason),
            _ when _stopped => (QueueState.Stopped, $"told to end (exit {code})"),
            _ when exit.Code is > SignalBase and <= SignalBase + LastSignal =>
                (QueueState.Failed, string.Create(CultureInfo.InvariantCulture, $"killed by signal {exit.Code - SignalBase} (exit {code})")),
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
