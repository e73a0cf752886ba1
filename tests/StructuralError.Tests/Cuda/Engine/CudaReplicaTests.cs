using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cuda;
using StructuralError.Cuda.Driver;
using StructuralError.Tests.Cuda.Stub;
using StructuralError.Tests.Engines;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Cuda.Engine;

/// <summary>Replicas side by side: each has the bytes that it has alone.</summary>
[Collection(CudaTests.Name)]
public sealed class CudaReplicaTests : CudaEngineTest
{
    private static readonly int[] Others = [1, 2];

    private readonly AnnouncedTraining _training = new();

    [Theory]
    [InlineData(Precision.F32)]
    [InlineData(Precision.F64)]
    public async Task Step_ThreeReplicasOnTheirOwnThreads_EachGivesTheBitsOfOneAlone(Precision precision)
    {
        IReadOnlyList<IEngine> engines = Group(3, precision);
        List<double>[] together = await Task.WhenAll(engines.Select((engine, replica) => Task.Run(() => Train(engine, replica)))).WaitAsync(Patience.Limit);
        AssertAsAlone(replica => Alone(replica, precision), together);
        Assert.NotEqual(together[0], together[1]);
    }

    [Fact]
    public async Task Step_ReplicasThatStopAndLookAtDifferentTimes_EachGivesTheBitsOfOneAlone()
    {
        IReadOnlyList<IEngine> engines = Group(3, Precision.F32);
        List<double>[] together = await Task.WhenAll(engines.Select((engine, replica) => Task.Run(() => Train(engine, replica, Different(replica))))).WaitAsync(Patience.Limit);
        AssertAsAlone(replica => Alone(replica, Precision.F32, Different(replica)), together);

        // One saves often, one is measured often, one takes a step of its own.
        static Action<IEngine, int, List<double>> Different(int replica) => (engine, step, log) =>
        {
            var training = new AnnouncedTraining();
            switch (replica)
            {
                case 0 when step % 10 == 3:
                    AnnouncedTraining.Write(Saved(engine, training.Network), log);
                    break;
                case 1 when step % 7 == 2:
                    log.Add(engine.Evaluate(training.Data).Loss);
                    break;
                case 2 when step == 20:
                    var measured = new Measurements(2, 4, MeasurementLevel.Structure);
                    engine.Step(new Batch(training.Data, Others, 5), training.Sgd, measured);
                    engine.Prefetch(training.From(step));
                    break;
                default:
                    break;
            }
        };
    }

    [Fact]
    public async Task Step_ReplicaThatWasDisposed_IsNotWaitedFor()
    {
        List<double> alone = Alone(1, Precision.F32);
        IReadOnlyList<IEngine> engines = Group(2, Precision.F32);
        engines[0].Prefetch(_training.All);
        engines[0].Step(_training.All[0], _training.Sgd, new Measurements(2, 4, MeasurementLevel.Structure));
        Task<List<double>> other = Task.Run(() => Train(engines[1], 1));
        engines[0].Dispose();
        Assert.Equal(alone, await other.WaitAsync(Patience.Limit));
        Assert.Throws<ObjectDisposedException>(() => engines[0].Save(new ParameterSet(_training.Network)));
    }

    [Fact]
    public async Task Step_ReplicaThatDoesNothing_DoesNotStopTheOthers()
    {
        List<double> alone = Alone(1, Precision.F64);
        IReadOnlyList<IEngine> engines = Group(2, Precision.F64);
        ParameterSet loaded = Drawn(_training.Network);
        engines[0].Load(loaded);
        engines[0].Prefetch(_training.All);
        Assert.Equal(alone, await Task.Run(() => Train(engines[1], 1)).WaitAsync(Patience.Limit));
        Numbers.AssertSameBits(loaded, Saved(engines[0], _training.Network), "of the replica that does nothing,");
        engines[0].Dispose();
    }

    [Fact]
    public async Task Step_ReplicasInStep_AreLaunchedTogether()
    {
        IReadOnlyList<IEngine> engines = Group(2, Precision.F32);

        // On a busy machine one could be so far behind that the other goes ahead without it.
        using var together = new Barrier(engines.Count);
        void Meet(IEngine engine, int step, List<double> log) => together.SignalAndWait(Patience.Limit);
        await Task.WhenAll(engines.Select((engine, replica) => Task.Run(() => Train(engine, replica, Meet)))).WaitAsync(Patience.Limit);

        // 71 steps are two blocks of 32 and 7 steps. Launched apart they would be 18.
        Assert.InRange(StubDriver.Calls("cuGraphLaunch"), 9, 17);
    }

    /// <summary>Threads that wait for the same block sleep; one alone is told the soonest.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task Step_WaitingForABlock_KeepsNoCoreBusyWhereSeveralWait(int replicas, bool sleeps)
    {
        IReadOnlyList<IEngine> engines = Group(replicas, Precision.F32);
        await Task.WhenAll(engines.Select((engine, replica) => Task.Run(() => Train(engine, replica)))).WaitAsync(Patience.Limit);
        long waits = StubDriver.Calls("cuEventSynchronize");
        Assert.NotEqual(0, waits);
        Assert.Equal(sleeps ? waits : 0, StubDriver.Calls("cuEventSynchronize, blocking"));
    }

    [Fact]
    public async Task Step_DeviceFails_EveryReplicaIsTold()
    {
        IReadOnlyList<IEngine> engines = Group(2, Precision.F32);
        DeviceIsLost = true;
        StubDriver.Fail("cuGraphLaunch", 2, 719);
        Task<CudaException>[] failures = [.. engines.Select((engine, replica) => Task.Run(() => Assert.Throws<CudaException>(() => Train(engine, replica))))];
        foreach (CudaException failure in await Task.WhenAll(failures).WaitAsync(Patience.Limit))
        {
            Assert.Equal(719, failure.Result);
        }
    }

    /// <summary>Not on a stub that checks for races, which is many times slower and says itself what is wrong.</summary>
    private static void AssertAsAlone(Func<int, List<double>> alone, List<double>[] together)
    {
        for (int replica = 0; replica < together.Length && !StubBuild.ChecksRaces; replica++)
        {
            Assert.Equal(alone(replica), together[replica]);
        }
    }

    private IReadOnlyList<IEngine> Group(int replicas, Precision precision) => new CudaEngineProvider().TryCreateReplicas(
        _training.Network, new EngineOptions(precision, AnnouncedTraining.BatchSize, 1, 0), 0, [.. Enumerable.Range(0, replicas).Select(replica => (long)replica)]);

    private List<double> Alone(int replica, Precision precision, Action<IEngine, int, List<double>>? before = null) =>
        Train(Create(_training.Network, AnnouncedTraining.BatchSize, precision, replica), replica, before);

    /// <summary>A replica's training; it disposes its engine, as a run does.</summary>
    private List<double> Train(IEngine engine, int replica, Action<IEngine, int, List<double>>? before = null)
    {
        using (engine)
        {
            return _training.Run(
                engine,
                announced: true,
                (step, log) =>
                {
                    before?.Invoke(engine, step, log);
                    return MeasurementLevel.Structure;
                },
                parametersSeed: replica);
        }
    }
}
