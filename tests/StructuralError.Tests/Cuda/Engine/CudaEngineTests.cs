using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cpu;
using StructuralError.Cuda.Driver;
using StructuralError.Tests.Cuda.Stub;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Cuda.Engine;

[Collection(CudaTests.Name)]
public sealed class CudaEngineTests : CudaEngineTest
{
    private static readonly int[] First = [0];

    [Fact]
    public void Info_Engine_SaysWhatItRunsOn()
    {
        using IEngine engine = Create(Models.Build("a", 0, width: 4, channels: 0), 2, Precision.F64);
        Assert.Equal(new EngineInfo("cuda:0", Precision.F64, "sm_90", 1), engine.Info);
    }

    [Fact]
    public void Plan_Model_CountsMultiplyAdds()
    {
        Network network = Models.Build("d", 1, width: 8, channels: 3);
        using IEngine engine = Create(network, 4);
        LayerPlan[] layers = [.. engine.Plan.Where(layer => layer.Form.Length > 0)];
        Assert.Equal(["M", "M", "norm"], layers.Select(layer => layer.Form));
        Assert.Equal([3 * 9 * 784L, 3 * 3 * 9 * 196L, 147 * 10L], layers.Select(layer => layer.ForwardMacs));

        // The first layer pulls nothing back; the last one's cotangents are the rows of its weight.
        Assert.Equal([0, 10 * 3 * 3 * 9 * 196L, 0], layers.Select(layer => layer.PullBackMacs));
    }

    [Theory(Skip = Needs.MnistReason, SkipUnless = nameof(Needs.Mnist), SkipType = typeof(Needs))]
    [InlineData("a", 1, 12)]
    [InlineData("b", 3, 12)]
    [InlineData("d", 1, 2)]
    public void Step_F64OnMnist_FollowsPyTorch(string model, int k, int steps) =>
        TrajectoryTests.AssertAtMost(1e-9, TrajectoryTests.Deviations(model, k, network => Create(network, 64, Precision.F64, seed: 0), steps));

    [Fact]
    public void Step_ChangesBelowTheLastBitOfFloat32_AddUp()
    {
        // Each step changes a parameter of 1 by 5e-9, a twelfth of half its last bit; compensation keeps that until it counts.
        const int Steps = 200;
        Network network = new NetworkBuilder(TensorShape.Vector(1)).Linear(2).Build();
        var parameters = new ParameterSet(network);
        foreach (Parameter parameter in parameters.Parameters)
        {
            Array.Fill(parameter.Values, 1);
        }

        var batch = new Batch(new Dataset("one", network.Input, [1f], [0]), First, 0);
        using IEngine cpu = CpuEngine.Create(network, new EngineOptions(Precision.F64, 1, Threads: 1, Seed: 0));
        using IEngine cuda = Create(network, 1);
        cpu.Load(parameters);
        cuda.Load(parameters);
        var measured = new Measurements(1, 2, MeasurementLevel.Loss);
        for (int step = 0; step < Steps; step++)
        {
            cpu.Step(batch, new SgdOptions(1e-8, 0, 0), measured);
            cuda.Step(batch, new SgdOptions(1e-8, 0, 0), measured);
        }

        double[] expected = Saved(cpu, network)["layer0.weight"].Values;
        Numbers.AssertWithin([1 + 1e-6, 1 - 1e-6], expected, 1e-9, "float64");
        Numbers.AssertWithin(expected, Saved(cuda, network)["layer0.weight"].Values, 1.2e-7, "float32");
    }

    [Theory]
    [InlineData(Precision.F32)]
    [InlineData(Precision.F64)]
    public void Step_FewPositionsAndLongPatches_TakesFormGAndAgreesWithTheCpuEngine(Precision precision)
    {
        // The middle layer has 4 positions and 144 terms; its form needs more than one tile of channels.
        Network network = new NetworkBuilder(TensorShape.Image(1, 6, 6)).Conv(16, 3).Relu().Conv(40, 3).Relu().Residual(block => block.Conv(40, 1).Relu()).Flatten().Linear(5).Build();
        Dataset data = new("noise", network.Input, [.. Enumerable.Range(0, 4 * 36).Select(i => (float)Math.Sin(i * i))], [0, 1, 2, 4]);
        var batch = new Batch(data, Enumerable.Range(0, 4).ToArray(), 0);
        using IEngine cpu = CpuEngine.Create(network, new EngineOptions(precision, 4, Threads: 1, Seed: 0));
        using IEngine cuda = Create(network, 4, precision);
        Assert.Equal(["M", "G", "G", "norm"], cuda.Plan.Where(layer => layer.Form.Length > 0).Select(layer => layer.Form));
        cpu.Load(Drawn(network));
        cuda.Load(Drawn(network));
        Measurements expected = new(4, 5, MeasurementLevel.Layers, 4), actual = new(4, 5, MeasurementLevel.Layers, 4);
        for (int step = 0; step < 3; step++)
        {
            cpu.Step(batch, new SgdOptions(0.01, 0.9, 0), expected);
            cuda.Step(batch, new SgdOptions(0.01, 0.9, 0), actual);
            Numbers.AssertClose(expected.LayerA, actual.LayerA, precision == Precision.F64 ? 1e-12 : 1e-5, "the layers' parts");
        }

        Numbers.AssertClose(Saved(cpu, network), Saved(cuda, network), precision == Precision.F64 ? 1e-12 : 1e-5, "after three steps,");
    }

    [Fact]
    public void Step_ModelBWithThreeBlocks_TakesFewLaunches()
    {
        Network network = Models.Build("b", 3, width: 128, channels: 0);
        var plan = new StructuralError.Cuda.Steps.NetworkPlan(network, Precision.F32, 64);
        Assert.InRange(plan.All.Count(), 1, 16);
    }

    [Theory]
    [InlineData("cuMemAlloc_v2", 3, 2)]
    [InlineData("cuMemHostAlloc", 2, 2)]
    [InlineData("cuStreamCreate", 3, 2)]
    [InlineData("cuEventCreate", 5, 2)]
    [InlineData("cuModuleLoadDataEx", 1, 218)]
    [InlineData("cuModuleGetFunction", 5, 500)]
    public void Create_CallThatFails_FreesWhatThereWas(string function, int calls, int result)
    {
        Network network = Models.Build("a", 0, width: 4, channels: 0);
        for (int call = 1; call <= calls; call++)
        {
            StubDriver.Fail(function, call, result);
            Assert.Equal(result, Assert.Throws<CudaException>(() => Create(network, 2)).Result);
            StubDriver.Reset();
        }
    }

    [Fact]
    public void Create_NoSamplesABatch_Throws()
    {
        Network network = Models.Build("a", 0, width: 4, channels: 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(network, 0));
    }

    [Fact]
    public void Measure_MoreDataSetsThanStayOnTheDevice_CopiesThemAgain()
    {
        Network network = new NetworkBuilder(TensorShape.Vector(2)).Linear(2).Build();
        using IEngine engine = Create(network, 1, Precision.F64);
        engine.Load(Drawn(network));
        Dataset[] sets = [.. Enumerable.Range(0, 9).Select(i => new Dataset("set", network.Input, [i, 1 - i], [(byte)(i % 2)]))];
        double[] first = Losses(), second = Losses();
        Assert.Equal(first, second);
        Assert.Equal(9, first.Distinct().Count());

        double[] Losses() => [.. sets.Select(data =>
        {
            var measured = new Measurements(1, 2, MeasurementLevel.Loss);
            engine.Measure(new Batch(data, First, 0), measured);
            return measured.Loss[0];
        })];
    }
}
