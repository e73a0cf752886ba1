using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cuda.Driver;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Specs;
using StructuralError.Tests.Running;
using StructuralError.Tests.Training;
using Xunit;

namespace StructuralError.Tests.Cli.Replicas;

public sealed class ReplicaEnginesTests
{
    private static readonly Network Network = Tiny.Network("a");

    private readonly FakeServices _services = new();

    [Fact]
    public void Take_MakesAllWithTheFirstAndGivesEachItsOwn()
    {
        var made = new Dictionary<long, FakeEngine>();
        _services.Replica = seed => made[seed] = new FakeEngine();
        ReplicaEngines engines = Of(7, 8);
        IEngine eight = Take(engines, 8);
        Assert.Same(made[8], eight);
        Assert.Same(made[7], Take(engines, 7));
        Assert.Equal([7, 8], Assert.Single(_services.Replicas));
    }

    [Fact]
    public void Release_BeforeTheFirstIsTaken_LeavesTheSeedOut()
    {
        ReplicaEngines engines = Of(1, 2, 3);
        engines.Release(2);
        Take(engines, 3);
        Assert.Equal([1, 3], Assert.Single(_services.Replicas));
    }

    [Fact]
    public void Release_NotTaken_DisposesTheEngineSoThatTheOthersDoNotWaitForIt()
    {
        var disposed = new List<long>();
        _services.Replica = seed => new FakeEngine { OnDispose = () => disposed.Add(seed) };
        ReplicaEngines engines = Of(1, 2);
        Take(engines, 1);
        engines.Release(1);
        engines.Release(2);
        Assert.Equal([2], disposed);
    }

    [Fact]
    public void Take_CannotBeMade_FailsForEachInTheSameWay()
    {
        int tries = 0;
        _services.Replica = _ => throw new CudaException($"too little memory, try {++tries}", 2);
        ReplicaEngines engines = Of(1, 2);
        Assert.Equal("too little memory, try 1", Assert.Throws<CudaException>(() => Take(engines, 1)).Message);
        Assert.Equal("too little memory, try 1", Assert.Throws<CudaException>(() => Take(engines, 2)).Message);
    }

    private static IEngine Take(ReplicaEngines engines, long seed) => engines.Take(Network, SpecFields.Defaults with { Seed = seed }, 4);

    private ReplicaEngines Of(params long[] seeds) => new(_services.ToServices(), new DeviceRequest("cuda", 0), seeds);
}
