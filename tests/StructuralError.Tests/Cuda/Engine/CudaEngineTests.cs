using StructuralError.Cpu;
using StructuralError.Cuda;
using StructuralError.Data;
using StructuralError.Engines;
using StructuralError.Networks;
using StructuralError.Random;
using StructuralError.Tests.Cuda.Stub;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Cuda.Engine;

[Collection(CudaTests.Name)]
public sealed class CudaEngineTests : CudaEngineTest
{
    private static readonly int[] First = [0];

    [Theory]
    [InlineData("a", Precision.F32, 1e-4)]
    [InlineData("b", Precision.F32, 1e-4)]
    [InlineData("c", Precision.F32, 1e-4)]
    [InlineData("d", Precision.F32, 1e-4)]
    [InlineData("a", Precision.F64, 1e-9)]
    [InlineData("b", Precision.F64, 1e-9)]
    [InlineData("c", Precision.F64, 1e-9)]
    [InlineData("d", Precision.F64, 1e-9)]
    public void Step_ThirtyStepsOfAModel_GivesTheRowsOfTheCpuEngine(string model, Precision precision, double tolerance)
    {
        const int Steps = 30;
        bool dense = model is "a" or "b";
        int batch = dense ? 32 : 4;
        Network network = Models.Build(model, 1, width: 128, channels: 16);
        var parameters = new ParameterSet(network);
        Initialization.Initialize(parameters, network, new TorchGenerator(0), InitScheme.Default);
        Dataset data = DigitsGenerator.Generate(1, 0, 200);
        int[] order = [.. Enumerable.Range(0, Steps * batch).Select(i => i * 7 % data.Count)];
        var steps = new StepsAhead(data, order, batch, 0, new SgdStep(0.01, 0.9, 0.0001));
        using IEngine cpu = CpuEngine.Create(network, new CpuEngineOptions(precision, batch, Threads: 2, Seed: 0));
        using IEngine cuda = Create(network, batch, precision);
        cpu.Load(parameters);
        cuda.Load(parameters);
        cuda.Announce(steps);
        Measurements expected = new(batch, 10, MeasurementLevel.Structure), actual = new(batch, 10, MeasurementLevel.Structure);
        for (int step = 0; step < Steps; step++)
        {
            cpu.Step(steps[step], steps.Sgd, expected);
            cuda.Step(steps[step], steps.Sgd, actual);
            Dictionary<string, double> row = TrajectoryTable.Row(step, actual);
            foreach ((string column, double value) in TrajectoryTable.Row(step, expected))
            {
                Numbers.AssertWithin([value], [row[column]], tolerance * Math.Max(1, Math.Abs(value)), $"{column} of step {step}");
            }
        }

        Numbers.AssertClose(Saved(cpu, network), Saved(cuda, network), tolerance, "after 30 steps,");
    }

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

    [MnistTheory]
    [InlineData("a", 1, 12)]
    [InlineData("b", 3, 12)]
    [InlineData("d", 1, 2)]
    public void Step_F64OnMnist_FollowsPyTorch(string model, int k, int steps) =>
        TrajectoryTests.AssertAtMost(1e-9, TrajectoryTests.Deviations(model, k, network => Create(network, 64, Precision.F64, seed: 0), steps));

    [Theory]
    [InlineData(Precision.F32)]
    [InlineData(Precision.F64)]
    public void Step_FewPositionsAndLongPatches_TakesFormGAndAgreesWithTheCpuEngine(Precision precision)
    {
        // The middle layer has 4 positions and 144 terms; its form needs more than one tile of channels.
        Network network = new NetworkBuilder(TensorShape.Image(1, 6, 6)).Conv(16, 3).Relu().Conv(40, 3).Relu().Residual(block => block.Conv(40, 1).Relu()).Flatten().Linear(5).Build();
        Dataset data = new("noise", network.Input, [.. Enumerable.Range(0, 4 * 36).Select(i => (float)Math.Sin(i * i))], [0, 1, 2, 4]);
        var batch = new Batch(data, Enumerable.Range(0, 4).ToArray(), 0);
        using IEngine cpu = CpuEngine.Create(network, new CpuEngineOptions(precision, 4, Threads: 1, Seed: 0));
        using IEngine cuda = Create(network, 4, precision);
        Assert.Equal(["M", "G", "G", "norm"], cuda.Plan.Where(layer => layer.Form.Length > 0).Select(layer => layer.Form));
        cpu.Load(Drawn(network));
        cuda.Load(Drawn(network));
        Measurements expected = new(4, 5, MeasurementLevel.Layers, 4), actual = new(4, 5, MeasurementLevel.Layers, 4);
        for (int step = 0; step < 3; step++)
        {
            cpu.Step(batch, new SgdStep(0.01, 0.9, 0), expected);
            cuda.Step(batch, new SgdStep(0.01, 0.9, 0), actual);
            Numbers.AssertClose(expected.LayerA, actual.LayerA, precision == Precision.F64 ? 1e-12 : 1e-5, "the layers' parts");
        }

        Numbers.AssertClose(Saved(cpu, network), Saved(cuda, network), precision == Precision.F64 ? 1e-12 : 1e-5, "after three steps,");
    }

    [Fact]
    public void Step_ModelBWithThreeBlocks_TakesFewLaunches()
    {
        Network network = Models.Build("b", 3, width: 128, channels: 0);
        var plan = new StructuralError.Cuda.Planning.NetworkPlan(network, Precision.F32, 64);
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
