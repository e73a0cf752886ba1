using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace StructuralError.Cpu.Threads;

/// <summary>
/// A fixed set of threads that run the tasks of one phase after another. The caller is worker 0. Idle workers spin for a moment before they
/// sleep, because the next phase of a training step is microseconds away. Each worker has its own stretch of the tasks, the same in every phase of
/// that length, so that a core finds in its cache what it wrote there a step ago; a worker that has ended takes from the far ends of the others'.
/// Which worker runs which task is therefore not fixed; tasks must not depend on it.
/// </summary>
/// <remarks>
/// A stretch is one 64-bit word: phase, first and end of what is left. It changes as a whole, so that a task is claimed once and only in the phase
/// it belongs to. The caller waits for tasks, not for threads: a worker that wakes late finds nothing to claim and harms nothing.
/// </remarks>
internal sealed class WorkerPool : IDisposable
{
    // Longer than the gap between two phases of a step, far shorter than anything a user would notice as load.
    private static readonly long SpinTicks = Stopwatch.Frequency / 20_000;

    // Bits of an index. The rest is the phase's: a claim that rests for 2^24 phases, a quarter of an hour at least, could be taken for a new one.
    private const int IndexBits = 20;
    private const int MostAtOnce = (1 << IndexBits) - 1;

    // Stretches of neighbours lie two cache lines apart: a processor may fetch them in pairs.
    private const int WordsApart = 16;

    private readonly Thread[] _threads;
    private readonly long[] _stretches;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly bool _spins;
    private Action<int, int>? _task;
    private int _completed;
    private int _sleeping;
    private int _phase;
    private volatile bool _stopping;
    private Exception? _failure;

    public WorkerPool(int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        // With more threads than processors a spinning thread takes the place of one that has work.
        _spins = workers <= Environment.ProcessorCount;
        _stretches = new long[(workers + 2) * WordsApart];
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
    /// <param name="common">So many tasks, the first, belong to nobody: all workers take them in turn, before their own.</param>
    /// <exception cref="InvalidOperationException">A task threw; the others have run.</exception>
    /// <exception cref="ArgumentOutOfRangeException">More than a million tasks, or more common ones than tasks.</exception>
    public void Run(int count, Action<int, int> task, int common = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostAtOnce);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(common, count);
        _task = task;
        _failure = null;
        _completed = 0;
        int workers = _threads.Length + 1;
        int phase = unchecked(_phase + 1);
        Interlocked.Exchange(ref Stretch(workers), Word(phase, 0, common));
        for (int i = 0; i < workers; i++)
        {
            long owned = count - common;
            Interlocked.Exchange(ref Stretch(i), Word(phase, common + (int)(i * owned / workers), common + (int)((i + 1) * owned / workers)));
        }

        // Last: who has seen the new phase finds all of its tasks. Before a worker sleeps it is counted, and looks for a new phase once more.
        Interlocked.Exchange(ref _phase, phase);
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

    private void WaitForPhaseAfter(int seen)
    {
        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _phase) == seen && !_stopping)
        {
            if (_spins && Stopwatch.GetTimestamp() - start < SpinTicks)
            {
                Thread.SpinWait(4);
                continue;
            }

            Interlocked.Increment(ref _sleeping);
            if (Volatile.Read(ref _phase) == seen && !_stopping)
            {
                _wake.Wait();
            }

            Interlocked.Decrement(ref _sleeping);
        }
    }

    /// <summary>Claims and runs tasks until none is left; returns the phase in which none was.</summary>
    private int Work(int worker)
    {
        int phase = Volatile.Read(ref _phase), workers = _threads.Length + 1;
        int completed = RunStretch(worker, workers, last: false) + RunStretch(worker, worker, last: false);
        for (int i = 1; i < workers; i++)
        {
            completed += RunStretch(worker, (worker + i) % workers, last: true);
        }

        Interlocked.Add(ref _completed, completed);
        return phase;
    }

    private int RunStretch(int worker, int owner, bool last)
    {
        int completed = 0;
        for (; TryClaim(owner, last, out int index); completed++)
        {
            Run(worker, index);
        }

        return completed;
    }

    [SuppressMessage("Design", "CA1031", Justification = "kept and rethrown by Run: the caller must not leave while other workers still write")]
    private void Run(int worker, int index)
    {
        try
        {
            _task!(worker, index);
        }
        catch (Exception failure)
        {
            _failure = failure;
        }
    }

    private bool TryClaim(int owner, bool last, out int index)
    {
        ref long stretch = ref Stretch(owner);
        while (true)
        {
            long word = Volatile.Read(ref stretch);
            int phase = (int)(word >> (2 * IndexBits)), first = (int)(word >> IndexBits & MostAtOnce), end = (int)(word & MostAtOnce);
            if (first == end)
            {
                index = -1;
                return false;
            }

            index = last ? end - 1 : first;
            long left = last ? Word(phase, first, end - 1) : Word(phase, first + 1, end);
            if (Interlocked.CompareExchange(ref stretch, left, word) == word)
            {
                return true;
            }
        }
    }

    private ref long Stretch(int owner) => ref _stretches[(owner + 1) * WordsApart];

    private static long Word(int phase, int first, int end) =>
        unchecked(((long)phase << (2 * IndexBits)) | ((long)first << IndexBits) | (uint)end);
}
