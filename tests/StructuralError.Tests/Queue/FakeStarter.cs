using System.Collections.Concurrent;
using StructuralError.Cli.Common;
using StructuralError.Experiments.Queue;
using StructuralError.Runs.Files;

namespace StructuralError.Tests.Queue;

/// <summary>Runs that end when the test says so.</summary>
internal sealed class FakeStarter : IRunStarter
{
    private readonly ConcurrentQueue<FakeRun> _started = new();

    /// <summary>In order. A copy: the queue starts runs on threads of its own.</summary>
    public IReadOnlyList<FakeRun> Started => [.. _started];

    /// <summary>Exit codes of runs that end at once, by name.</summary>
    public Dictionary<string, int> Codes { get; } = [];

    /// <summary>Names of runs whose process cannot be started.</summary>
    public HashSet<string> Unstartable { get; } = [];

    /// <summary>Whether runs tell of a step before it is known that they were started.</summary>
    public bool ReportsAtOnce { get; init; }

    public IStartedRun Start(QueuedRun run, int threads, Action<RunProgress> report)
    {
        if (ReportsAtOnce)
        {
            report(new RunProgress(1, 2, 0.5, 1, 0));
        }

        if (Unstartable.Contains(run.Name))
        {
            throw new IOException("no space left");
        }

        var started = new FakeRun(run, threads);
        _started.Enqueue(started);
        if (Codes.TryGetValue(run.Name, out int code))
        {
            started.End(code);
        }

        return started;
    }
}

internal sealed class FakeRun(QueuedRun run, int threads) : IStartedRun
{
    private readonly TaskCompletionSource<RunExit> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => run.Name;

    public int Threads => threads;

    public bool WasToldToStop { get; private set; }

    public bool IsDisposed { get; private set; }

    public Task<RunExit> Exit => _exit.Task;

    /// <param name="leavesResult">Whether a run that ends with exit 0 leaves what a finished one leaves. The queue may look the moment the process has ended.</param>
    public void End(int code, bool leavesResult = true)
    {
        if (code == ExitCodes.Success && leavesResult)
        {
            QueueFolder.Leave(run, RunOutcome.Completed);
        }

        _exit.TrySetResult(new RunExit(ErrorReport.Codes.End(code), code, [$"last words of {Name}"]));
    }

    public void RequestStop()
    {
        WasToldToStop = true;
        QueueFolder.Leave(run, RunOutcome.Interrupted);
        _exit.TrySetResult(new RunExit(RunEnd.Failed, ExitCodes.Terminated, []));
    }

    public void Dispose() => IsDisposed = true;
}
