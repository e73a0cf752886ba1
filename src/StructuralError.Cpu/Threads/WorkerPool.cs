using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace StructuralError.Cpu.Threads;

/// <summary>
/// A fixed set of threads that run the tasks of one phase after another. The caller is worker 0. Idle workers spin for a moment before they
/// sleep, because the next phase of a training step is microseconds away. Which worker runs which task is not fixed; tasks must not depend on it.
/// </summary>
/// <remarks>
/// Phase and next task share one 64-bit word, so that a task can be claimed only in the phase it belongs to. The caller waits for tasks, not for
/// threads: a worker that wakes late finds nothing to claim and harms nothing.
/// </remarks>
internal sealed class WorkerPool : IDisposable
{
    // Longer than the gap between two phases of a step, far shorter than anything a user would notice as load.
    private static readonly long SpinTicks = Stopwatch.Frequency / 20_000;

    private readonly Thread[] _threads;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly bool _spins;
    private Action<int, int>? _task;
    private int _count;
    private int _completed;
    private int _sleeping;
    private long _state;
    private volatile bool _stopping;
    private Exception? _failure;

    public WorkerPool(int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        // With more threads than processors a spinning thread takes the place of one that has work.
        _spins = workers <= Environment.ProcessorCount;
        _threads = new Thread[workers - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i + 1;
            _threads[i] = new Thread(() => Loop(worker)) { IsBackground = true, Name = $"structural-error worker {worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>
    /// Runs <paramref name="task"/>(worker, index) for every index below <paramref name="count"/> and returns when all are done. Allocates nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">A task threw; the others have run.</exception>
    public void Run(int count, Action<int, int> task)
    {
        // Close the phase that ended: a worker still leaving it would compare its next index with the new count and claim a task too early.
        Interlocked.Or(ref _state, int.MaxValue);
        _task = task;
        _failure = null;
        _completed = 0;
        Volatile.Write(ref _count, count);
        uint phase = unchecked((uint)(_state >> 32) + 1);
        Interlocked.Exchange(ref _state, (long)phase << 32);
        int wanted = Math.Min(Volatile.Read(ref _sleeping), count - 1);
        if (wanted > 0)
        {
            _wake.Release(wanted);
        }

        Work(0);
        SpinWait spin = default;
        while (Volatile.Read(ref _completed) < count)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }

        if (_failure is not null)
        {
            throw new InvalidOperationException("a task failed: " + _failure.Message, _failure);
        }
    }

    public void Dispose()
    {
        if (_stopping)
        {
            return;
        }

        _stopping = true;
        _wake.Release(_threads.Length + 1);
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        _wake.Dispose();
    }

    private void Loop(int worker)
    {
        while (!_stopping)
        {
            WaitForPhaseAfter(Work(worker));
        }
    }

    private void WaitForPhaseAfter(uint seen)
    {
        long start = Stopwatch.GetTimestamp();
        while (Phase() == seen && !_stopping)
        {
            if (_spins && Stopwatch.GetTimestamp() - start < SpinTicks)
            {
                Thread.SpinWait(4);
                continue;
            }

            // Prefetch the sleep before the last look: the caller counts sleepers after it has opened the phase.
            Interlocked.Increment(ref _sleeping);
            if (Phase() == seen && !_stopping)
            {
                _wake.Wait();
            }

            Interlocked.Decrement(ref _sleeping);
        }
    }

    private uint Phase() => unchecked((uint)(Volatile.Read(ref _state) >> 32));

    /// <summary>Claims and runs tasks until none is left; returns the phase in which none was.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "kept and rethrown by Run: the caller must not leave while other workers still write")]
    private uint Work(int worker)
    {
        while (true)
        {
            long state = Volatile.Read(ref _state);
            int index = unchecked((int)state);
            if (index >= Volatile.Read(ref _count))
            {
                return unchecked((uint)(state >> 32));
            }

            if (Interlocked.CompareExchange(ref _state, state + 1, state) != state)
            {
                continue;
            }

            try
            {
                _task!(worker, index);
            }
            catch (Exception failure)
            {
                _failure = failure;
            }

            Interlocked.Increment(ref _completed);
        }
    }
}
