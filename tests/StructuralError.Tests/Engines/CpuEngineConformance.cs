using StructuralError.Cpu;
using StructuralError.Data;
using StructuralError.Engines;
using StructuralError.Networks;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>The suite, and what has a meaning only for an engine with threads and a plan.</summary>
public sealed class CpuEngineConformance : EngineConformance
{
    [Theory]
    [InlineData("b", 33, 41)]
    [InlineData("d", 7, 19)]
    public void Step_ManySamples_GivesTheSameBitsForAnyNumberOfThreads(string model, int size, int samples)
    {
        Network network = Models.Build(model, 1, width: size, channels: size);
        var networks = new RandomNetworks(new System.Random(3), dropout: false);
        ParameterSet parameters = networks.DrawParameters(network);
        Dataset data = RandomData(network, networks, samples);
        AssertSameForAnyThreads(network, parameters, All(data), samples + 1, Precision.F32);
        AssertSameForAnyThreads(network, parameters, All(data), samples + 1, Precision.F64);
    }

    [Theory]
    [InlineData(Precision.F32, 1)]
    [InlineData(Precision.F64, 3)]
    public void Info_Engine_SaysWhatWasAskedFor(Precision precision, int threads)
    {
        using IEngine engine = Create(Models.Build("c", 1, width: 8, channels: 3), precision, 4, threads, seed: 1);
        Assert.Equal("cpu", engine.Info.Device);
        Assert.Equal(precision, engine.Info.Precision);
        Assert.Equal(threads, engine.Info.Threads);
    }

    [Fact]
    public void Plan_Model_CountsMultiplyAdds()
    {
        Network network = Models.Build("d", 1, width: 8, channels: 3);
        using IEngine engine = Create(network, Precision.F32, 4);
        LayerPlan[] withParameters = [.. engine.Plan.Where(layer => layer.ForwardMacs > 0 && layer.Form.Length > 0)];
        Assert.Equal(network.ParameterLayers.Length, withParameters.Length);

        // Conv 1 → 3 and 3 → 3 of 3×3 with padding on 28² and 14² positions, linear 3·49 → 10.
        Assert.Equal([3 * 9 * 784L, 3 * 3 * 9 * 196L, 147 * 10L], withParameters.Select(layer => layer.ForwardMacs));
    }

    protected override IEngine Create(Network network, Precision precision, int batchCapacity, int threads, long seed) =>
        CpuEngine.Create(network, new CpuEngineOptions(precision, batchCapacity, threads, seed));
}
