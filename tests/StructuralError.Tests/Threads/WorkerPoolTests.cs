using StructuralError.Cpu.Threads;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Threads;

public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    public void Run_AnyCount_RunsEveryIndexOnceOnWorkersOfThePool(int workers)
    {
        using var pool = new WorkerPool(workers);
        foreach (int count in (int[])[0, 1, 2, 3, workers, 1000])
        {
            int[] runs = new int[count];
            int strangers = 0;
            pool.Run(count, (worker, index) =>
            {
                Interlocked.Increment(ref runs[index]);
                if (worker < 0 || worker >= workers)
                {
                    Interlocked.Increment(ref strangers);
                }
            });
            Assert.All(runs, times => Assert.Equal(1, times));
            Assert.Equal(0, strangers);
        }
    }

    /// <summary>Nobody ends before all have begun: each worker then runs its own stretch, the same in every phase.</summary>
    [Fact]
    public void Run_PhaseAfterPhase_EachWorkerHasItsOwnTasks()
    {
        const int Workers = 3, Own = 2, Common = 3;
        using var pool = new WorkerPool(Workers);
        for (int phase = 0; phase < 5; phase++)
        {
            using var together = new Barrier(Workers);
            int[] ranOn = new int[Common + (Workers * Own)];
            pool.Run(ranOn.Length, (worker, index) =>
            {
                ranOn[index] = worker;
                Assert.True(together.SignalAndWait(Patience.Limit));
            }, Common);
            Assert.Equal([0, 1, 2], ranOn[..Common].Order());
            Assert.Equal([0, 0, 1, 1, 2, 2], ranOn[Common..]);
        }
    }

    /// <summary>One worker stays in its first task until all others are done: by whom, if not by another worker?</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(20)]
    public void Run_WorkerThatIsHeldUp_HasItsTasksTaken(int common)
    {
        const int Count = 20;
        using var pool = new WorkerPool(2);
        using var rest = new CountdownEvent(Count - 1);
        pool.Run(Count, (_, index) =>
        {
            if (index == 0)
            {
                Assert.True(rest.Wait(Patience.Limit));
            }
            else
            {
                rest.Signal();
            }
        }, common);
    }

    [Theory]
    [InlineData(1 << 20, 0)]
    [InlineData(3, 4)]
    public void Run_MoreThanItCanHold_Throws(int count, int common)
    {
        using var pool = new WorkerPool(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Run(count, (_, _) => { }, common));
    }

    [Fact]
    public void Run_OneWorkerNumber_IsNeverInTwoTasksAtOnce()
    {
        const int Workers = 5;
        using var pool = new WorkerPool(Workers);
        int[] inside = new int[Workers];
        int clashes = 0;
        for (int phase = 0; phase < 100; phase++)
        {
            pool.Run(20, (worker, _) =>
            {
                if (Interlocked.Increment(ref inside[worker]) != 1)
                {
                    Interlocked.Increment(ref clashes);
                }

                Thread.SpinWait(20);
                Interlocked.Decrement(ref inside[worker]);
            });
        }

        Assert.Equal(0, clashes);
    }

    /// <summary>A phase opens while workers still leave the one before it, and counts grow and shrink: nothing may run twice, early or late.</summary>
    [Theory]
    [InlineData(2, 300_000)]
    [InlineData(3, 100_000)]
    public void Run_ManyQuickPhases_RunsEveryIndexOnceInItsPhase(int workers, int phases)
    {
        using var pool = new WorkerPool(workers);
        int[] runs = new int[16];
        Action<int, int> task = (_, index) => Interlocked.Increment(ref runs[index]);
        for (int phase = 0; phase < phases; phase++)
        {
            int count = phase % 2 == 0 ? 2 : 3 + (phase % 10);
            pool.Run(count, task, common: phase % 3);
            for (int index = 0; index < runs.Length; index++)
            {
                int times = Interlocked.Exchange(ref runs[index], 0);
                if (times != (index < count ? 1 : 0))
                {
                    Assert.Fail($"phase {phase} of {count} tasks: task {index} ran {times} times");
                }
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Run_TaskThrows_ReportsItAfterAllHaveRun(int workers)
    {
        using var pool = new WorkerPool(workers);
        int[] runs = new int[50];
        var thrown = new FormatException("seven");
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => pool.Run(runs.Length, (_, index) =>
        {
            Interlocked.Increment(ref runs[index]);
            if (index == 7)
            {
                throw thrown;
            }
        }));

        Assert.Same(thrown, failure.InnerException);
        Assert.All(runs, times => Assert.Equal(1, times));
        // The pool is as good as new.
        pool.Run(runs.Length, (_, index) => Interlocked.Increment(ref runs[index]));
        Assert.All(runs, times => Assert.Equal(2, times));
    }

    [Fact]
    public void Run_AfterWorkersFellAsleep_WakesThem()
    {
        using var pool = new WorkerPool(3);
        for (int phase = 0; phase < 5; phase++)
        {
            Thread.Sleep(20);
            using var together = new Barrier(3);
            // Ends only if three workers are in a task at the same time.
            pool.Run(3, (_, _) => Assert.True(together.SignalAndWait(Patience.Limit)));
        }
    }

    [Fact]
    public void Dispose_Twice_EndsTheThreads()
    {
        const int Workers = 4;
        var pool = new WorkerPool(Workers);
        var threads = new Thread[Workers];
        using var together = new Barrier(Workers);
        pool.Run(Workers, (worker, _) =>
        {
            threads[worker] = Thread.CurrentThread;
            Assert.True(together.SignalAndWait(Patience.Limit));
        });
        Assert.All(threads, thread => Assert.True(thread.IsAlive));

        pool.Dispose();
        Assert.All(threads[1..], thread => Assert.False(thread.IsAlive));

        // The caller is worker 0.
        Assert.Same(Thread.CurrentThread, threads[0]);
        pool.Dispose();
    }

    [Fact]
    public void Constructor_NoWorkers_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerPool(0));
}
