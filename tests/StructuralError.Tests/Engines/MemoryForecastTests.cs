using System.Reflection;
using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cpu;
using StructuralError.Cpu.Planning;
using StructuralError.Experiments.Models;
using Xunit;

namespace StructuralError.Tests.Engines;

public sealed class MemoryForecastTests
{
    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData("a", 1024, 64, 2, Precision.F32)]
    [InlineData("b", 512, 1024, 1, Precision.F64)]
    [InlineData("a", 64, 4096, 4, Precision.F32)]
    [InlineData("c", 64, 64, 2, Precision.F64)]
    [InlineData("d", 32, 2048, 8, Precision.F32)]
    [InlineData("d", 16, 64, 2, Precision.F32)]
    [InlineData("plain-d", 32, 256, 4, Precision.F64)]
    [InlineData("b", 128, 64, 2, Precision.F32)]
    public void Of_WhatTheEngineAllocates_IsForecastWithinAFourth(string model, int size, int batch, int threads, Precision precision)
    {
        var sizes = new Dictionary<string, int> { ["k"] = 2, [model is "a" or "b" ? "width" : "channels"] = size };
        Network network = ModelLocator.Default.Load(model).Resolve(sizes, TensorShape.Image(1, 28, 28), 10);
        using IEngine engine = CpuEngine.Create(network, new EngineOptions(precision, batch, threads, 0));
        FieldInfo field = engine.GetType().GetField("_memory", BindingFlags.Instance | BindingFlags.NonPublic)!;
        var measured = new Measurements(batch, network.Classes, MeasurementLevel.Layers, network.ParameterLayers.Length);
        double[][] arrays = [
            measured.Loss, measured.FittingError, measured.GradientNorm, measured.SmallLogFittingError, measured.SmallLogGradientNorm,
            measured.Logits, measured.Eigenvalues, measured.LayerA];
        long values = (network.ParameterCount * 3) + arrays.Sum(array => array.LongLength);
        long allocated = ((EngineMemory)field.GetValue(engine)!).Bytes + (values * sizeof(double));

        MemoryForecast forecast = MemoryForecast.Of(network, batch, threads, precision, layers: true);

        // What rows are padded with is not counted: least where they are short.
        Assert.InRange((double)forecast.Total / allocated, 0.8, 1.25);
    }

    [Fact]
    public void Of_SizesWithoutBounds_DoesNotOverflow()
    {
        Network network = ModelLocator.Default.Load("a").Resolve(new Dictionary<string, int> { ["width"] = 15_000 }, TensorShape.Image(1, 28, 28), 10);
        MemoryForecast forecast = MemoryForecast.Of(network, int.MaxValue, 1024, Precision.F64, layers: false);
        Assert.True(forecast.Batch > (Int128)int.MaxValue * 45_000 * 8);
        Assert.True(forecast.Total == forecast.Parameters + forecast.Batch + forecast.Workers);
    }

    [Theory]
    [InlineData(999, "999 bytes")]
    [InlineData(25_276_510_208, "25.3 GB")]
    [InlineData(long.MaxValue, "9.2 EB")]
    public void Text_Bytes_InUnitsThatPeopleRead(long bytes, string expected) => Assert.Equal(expected, MemoryForecast.Text(bytes));
}
