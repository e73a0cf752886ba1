using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cuda;
using StructuralError.Cuda.Driver;
using StructuralError.Cuda.Steps;
using StructuralError.Tests.Cuda.Stub;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Cuda.Engine;

[Collection(CudaTests.Name)]
public sealed class CudaMemoryForecastTests : CudaEngineTest
{
    private static readonly CudaEngineProvider Provider = new();

    [Theory]
    [InlineData("b", 64, 32, Precision.F32, 1)]
    [InlineData("d", 8, 16, Precision.F64, 3)]
    public void Of_ForecastIsWhatTheEngineAllocates(string model, int size, int batch, Precision precision, int replicas)
    {
        Network network = Models.Build(model, 2, width: size, channels: size);
        var forecast = CudaMemoryForecast.Of(network, precision, batch, replicas);
        StubDriver.SetDevice(memory: 1L << 40);
        var options = new EngineOptions(precision, batch, 1, 0);
        long before = Free();
        IReadOnlyList<IEngine> engines = Provider.TryCreateReplicas(network, options, 0, new long[replicas]);
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
        var options = new EngineOptions(Precision.F32, 64, 1, 0);
        CudaException failure = Assert.Throws<CudaException>(() => Provider.TryCreateReplicas(network, options, 0, new long[3]));
        Assert.Contains("3 replicas of this network", failure.Message, StringComparison.Ordinal);
        Assert.Contains("fewer seeds", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(7, 7)]
    public void Fitting_FreeMemory_HoldsSoManyBesideDataAndDriver(int replicas, int fitting)
    {
        const long Data = 1_000_000;
        var forecast = CudaMemoryForecast.Of(Models.Build("b", 1, width: 32, channels: 0), Precision.F32, 16);
        Int128 enough = ((forecast.Replica * replicas) + forecast.Tables + Data) * 20 / 19;
        Assert.Equal(fitting, forecast.Fitting((long)enough + 2, Data));
        Assert.Equal(Math.Max(0, fitting - 1), forecast.Fitting((long)enough - 2, Data));
    }

    [Fact]
    public void MostReplicas_NotEvenOneFits_IsOneSoThatItsMakingSaysWhy()
    {
        StubDriver.SetDevice(memory: (1L << 20) + Used());
        Network network = Models.Build("d", 3, width: 0, channels: 64);
        Assert.Equal(1, Provider.MostReplicas(network, new EngineOptions(Precision.F32, 512, 1, 0), 0));
    }

    [Fact]
    public void MostReplicas_OfWhatItSays_AsManyCanBeMadeAndTakeADataSet()
    {
        Network network = Models.Build("b", 1, width: 64, channels: 0);
        var options = new EngineOptions(Precision.F32, 16, 1, 0);
        Dataset data = DigitsGenerator.Generate(1, 0, 500);
        StubDriver.SetDevice(memory: (32L << 20) + Used());
        int most = Provider.MostReplicas(network, options, 0, data);
        Assert.InRange(most, 2, 30);
        IReadOnlyList<IEngine> engines = Provider.TryCreateReplicas(network, options, 0, new long[most]);
        Assert.Equal(500, engines[0].Evaluate(data).Samples);
        foreach (IEngine engine in engines)
        {
            engine.Dispose();
        }

        Assert.Throws<CudaException>(() => Provider.TryCreateReplicas(network, options, 0, new long[(most * 10 / 9) + 1]));
    }

    [Fact]
    public void Of_SizesWithoutBounds_DoesNotOverflow()
    {
        Network network = Models.Build("a", 1, width: 15_000, channels: 0);
        Assert.True(CudaMemoryForecast.Of(network, Precision.F64, 65_535, 1000).Total > (Int128)1 << 46);
    }

    private static long Free()
    {
        using var context = new DeviceContext(0);
        return context.Memory().Free;
    }

    /// <summary>What tests before left on a device that they lost.</summary>
    private static long Used()
    {
        using var context = new DeviceContext(0);
        (long free, long total) = context.Memory();
        return total - free;
    }
}
