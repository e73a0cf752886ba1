namespace StructuralError.Cpu.Threads;

/// <summary>
/// A fixed set of threads that run the tasks of one phase after another. The caller is worker 0. Idle workers spin for a moment before they
/// sleep, because the next phase of a training step is microseconds away. Which worker runs which task is not fixed; tasks must not depend on it.
/// </summary>
internal sealed class WorkerPool : IDisposable
{
    // About 50 µs: longer than the gap between two phases of a step, far shorter than anything a user would notice as load.
    private const int SpinRounds = 2000;

    private readonly Thread[] _threads;
    private readonly SemaphoreSlim _wake = new(0);
    private Action<int, int>? _task;
    private int _taskCount;
    private int _nextTask;
    private int _running;
    private int _phase;
    private int _sleeping;
    private volatile bool _stopping;
    private Exception? _failure;

    public WorkerPool(int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        _threads = new Thread[workers - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i + 1;
            _threads[i] = new Thread(() => Loop(worker)) { IsBackground = true, Name = $"structural-error worker {worker}" };
            _threads[i].Start();
        }
    }

    public int Workers => _threads.Length + 1;

    /// <summary>Runs <paramref name="task"/>(worker, index) for every index below <paramref name="count"/> and returns when all are done. Allocates nothing.</summary>
    public void Run(int count, Action<int, int> task)
    {
        if (_threads.Length == 0 || count == 1)
        {
            for (int index = 0; index < count; index++)
            {
                task(0, index);
            }

            return;
        }

        _task = task;
        _taskCount = count;
        _nextTask = 0;
        _failure = null;
        Volatile.Write(ref _running, _threads.Length);
        Interlocked.Increment(ref _phase);
        int sleeping = Volatile.Read(ref _sleeping);
        if (sleeping > 0)
        {
            _wake.Release(sleeping);
        }

        Work(0);
        SpinWait spin = default;
        while (Volatile.Read(ref _running) > 0)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }

        if (_failure is not null)
        {
            throw new InvalidOperationException("a worker thread failed: " + _failure.Message, _failure);
        }
    }

    public void Dispose()
    {
        if (_stopping)
        {
            return;
        }

        _stopping = true;
        Interlocked.Increment(ref _phase);
        _wake.Release(_threads.Length + 1);
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        _wake.Dispose();
    }

    private void Loop(int worker)
    {
        int seen = 0;
        while (true)
        {
            WaitForPhaseAfter(seen);
            if (_stopping)
            {
                return;
            }

            seen++;
            Work(worker);
            Interlocked.Decrement(ref _running);
        }
    }

    private void WaitForPhaseAfter(int seen)
    {
        for (int round = 0; Volatile.Read(ref _phase) == seen; round++)
        {
            if (round < SpinRounds)
            {
                Thread.SpinWait(8);
                continue;
            }

            // Announce the sleep before the last look: the caller counts sleepers after it has opened the phase.
            Interlocked.Increment(ref _sleeping);
            if (Volatile.Read(ref _phase) == seen)
            {
                _wake.Wait();
            }

            Interlocked.Decrement(ref _sleeping);
        }
    }

    /// <summary>A failure is kept, not thrown: the caller must not leave while other workers still write.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1031", Justification = "rethrown by Run")]
    private void Work(int worker)
    {
        try
        {
            int index;
            while ((index = Interlocked.Increment(ref _nextTask) - 1) < _taskCount)
            {
                _task!(worker, index);
            }
        }
        catch (Exception failure)
        {
            _failure = failure;
        }
    }
}
