using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cuda;
using StructuralError.Tests.Cuda.Stub;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Cuda.Engine;

/// <summary>The suite on the stub driver: the engine as it is, its kernels' own sources run by the CPU. Threads mean nothing to it.</summary>
[Collection(CudaTests.Name)]
public sealed class CudaEngineConformance : EngineConformance, IDisposable
{
    private readonly int _allocations;

    public CudaEngineConformance()
    {
        StubDriver.Reset();
        _allocations = StubDriver.Leaks();
    }

    protected override int[] ThreadCounts => [1];

    protected override int DifferenceStride => 5;

    public void Dispose()
    {
        string report = StubDriver.Report();
        int leaks = StubDriver.Leaks();
        StubDriver.Reset();
        Assert.Equal(string.Empty, report);
        Assert.Equal(_allocations, leaks);
    }

    protected override IEngine Create(Network network, Precision precision, int batchCapacity, int threads, long seed) =>
        new CudaEngineProvider().Create(network, new EngineOptions(precision, batchCapacity, 1, seed), 0);
}
