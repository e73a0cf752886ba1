using StructuralError.Cuda;
using StructuralError.Cuda.Driver;
using StructuralError.Engines;
using StructuralError.Networks;
using StructuralError.Tests.Cuda.Stub;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Cuda.Engine;

[Collection(CudaTests.Name)]
public sealed class CudaMemoryForecastTests : CudaEngineTest
{
    [Theory]
    [InlineData("b", 64, 32, Precision.F32, 1)]
    [InlineData("d", 8, 16, Precision.F64, 3)]
    public void Of_ForecastIsWhatTheEngineAllocates(string model, int size, int batch, Precision precision, int replicas)
    {
        Network network = Models.Build(model, 2, width: size, channels: size);
        var forecast = CudaMemoryForecast.Of(network, precision, batch, replicas);
        StubDriver.SetDevice(memory: 1L << 40);
        var options = new CudaEngineOptions(precision, batch, 0, 0);
        long before = Free();
        IReadOnlyList<IEngine> engines = CudaEngineGroup.Create(network, options, new long[replicas]);
        Assert.InRange((double)forecast.Total / (before - Free()), 0.99, 1);

        foreach (IEngine engine in engines)
        {
            engine.Dispose();
        }
    }

    [Fact]
    public void Create_MoreThanTheDeviceHas_SaysSoBeforeAnythingIsAllocated()
    {
        StubDriver.SetDevice(memory: (64L << 20) + Used());
        long allocations = StubDriver.Calls("cuMemAlloc_v2");
        CudaException failure = Assert.Throws<CudaException>(() => Create(Models.Build("d", 3, width: 0, channels: 64), 512));
        Assert.Equal(2, failure.Result);
        Assert.Contains("cuda:0 has 67.1 MB of memory free, but training this network takes ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("smaller batch", failure.Message, StringComparison.Ordinal);
        Assert.Equal(allocations, StubDriver.Calls("cuMemAlloc_v2"));
    }

    [Fact]
    public void Create_ReplicasThatDoNotFit_AdvisesFewer()
    {
        Network network = Models.Build("a", 1, width: 128, channels: 0);
        StubDriver.SetDevice(memory: (long)CudaMemoryForecast.Of(network, Precision.F32, 64, 2).Total + Used());
        var options = new CudaEngineOptions(Precision.F32, 64, 0, 0);
        CudaException failure = Assert.Throws<CudaException>(() => CudaEngineGroup.Create(network, options, new long[3]));
        Assert.Contains("3 replicas of this network", failure.Message, StringComparison.Ordinal);
        Assert.Contains("fewer seeds", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_SizesWithoutBounds_DoesNotOverflow()
    {
        Network network = Models.Build("a", 1, width: 15_000, channels: 0);
        Assert.True(CudaMemoryForecast.Of(network, Precision.F64, 65_535, 1000).Total > (Int128)1 << 46);
    }

    private static long Free()
    {
        using var context = DeviceContext.Open(0);
        return context.Memory().Free;
    }

    /// <summary>What tests before left on a device that they lost.</summary>
    private static long Used()
    {
        using var context = DeviceContext.Open(0);
        (long free, long total) = context.Memory();
        return total - free;
    }
}
