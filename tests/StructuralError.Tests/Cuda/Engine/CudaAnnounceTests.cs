using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cuda.Steps;
using StructuralError.Tests.Cuda.Stub;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Cuda.Engine;

/// <summary>Running ahead changes nothing but the time: every call finds the engine as if nothing had been computed ahead.</summary>
[Collection(CudaTests.Name)]
public sealed class CudaAnnounceTests : CudaEngineTest
{
    private static readonly int[] NoSample = [0, 1, 2, 23];
    private static readonly int[] Others = [3, 4];

    // The end of a run in which nobody interrupts; the same for every test.
    private static List<double>? _undisturbed;

    private readonly AnnouncedTraining _training = new();

    public static TheoryData<string> Interruptions => ["save", "measure", "evaluate", "matrix", "layers", "loss", "reload", "another step", "announce again", "announce nonsense"];

    [Theory]
    [InlineData(Precision.F32)]
    [InlineData(Precision.F64)]
    public void Step_Announced_GivesTheBitsOfAStepThatIsNot(Precision precision) =>
        AssertSame(Run(announced: false, precision), Run(announced: true, precision));

    [Theory]
    [MemberData(nameof(Interruptions))]
    public void AnyCall_AmongAnnouncedSteps_FindsThePresent(string kind)
    {
        // The first of a block, in the middle, the last, the first of the next, one after the other, the last of all.
        int[] steps = [0, 5, 31, 32, 40, 41, 70];
        List<double> ahead = Run(announced: true, Precision.F32, kind, steps);
        if (StubBuild.ChecksRaces)
        {
            // Such a stub is many times slower, and says itself what is wrong.
            return;
        }

        List<double> plain = Run(announced: false, Precision.F32, kind, steps);
        AssertSame(plain, ahead);
        if (kind is "save" or "measure" or "evaluate" or "announce again" or "announce nonsense")
        {
            // What only looks leaves no trace in the rest.
            _undisturbed ??= Run(announced: false, Precision.F32)[^20..];
            Assert.Equal(_undisturbed, plain[^20..]);
        }
    }

    [Fact]
    public void Step_Announced_HostWaitsOnceABlock()
    {
        using IEngine engine = Create(_training.Network, AnnouncedTraining.BatchSize);
        engine.Load(Drawn(_training.Network));
        engine.Prefetch(_training.All);
        var measured = new Measurements(AnnouncedTraining.BatchSize, 4, MeasurementLevel.Structure);
        engine.Step(_training.All[0], _training.Sgd, measured);
        long launches = StubDriver.Calls("cuLaunchKernel"), waits = Waits(), graphs = StubDriver.Calls("cuGraphLaunch");
        for (int step = 1; step < 64; step++)
        {
            engine.Step(_training.All[step], _training.Sgd, measured);
        }

        // The second block's rows are waited for, and that the first one's place is free for the third. The third, 7 steps launched one by one, is captured once.
        Assert.Equal(2, Waits() - waits);
        Assert.True(StubDriver.Calls("cuLaunchKernel") - launches < 40, "a launch a step");
        Assert.Equal(7, StubDriver.Calls("cuGraphLaunch") - graphs);
    }

    [Fact]
    public void Step_WhileABlockIsRead_TheNextIsUnderWay()
    {
        using IEngine engine = Create(_training.Network, AnnouncedTraining.BatchSize);
        engine.Load(Drawn(_training.Network));
        engine.Prefetch(_training.All);
        engine.Step(_training.All[0], _training.Sgd, new Measurements(AnnouncedTraining.BatchSize, 4, MeasurementLevel.Structure));
        Assert.Equal(2, StubDriver.Calls("cuGraphLaunch"));
    }

    /// <summary>The rows of a block go to the host beside the next one's computation, in a stream of their own.</summary>
    [Fact]
    public void Step_RowsOfABlock_AreNotCopiedByTheStreamThatComputes()
    {
        using var device = new DeviceNetwork(_training.Network, new EngineOptions(Precision.F32, AnnouncedTraining.BatchSize, 1, 0), 0, 1);
        var group = new ReplicaGroup(device, [0]);
        group.Load(0, Drawn(_training.Network));
        group.Prefetch(0, _training.All);
        var measured = new Measurements(AnnouncedTraining.BatchSize, 4, MeasurementLevel.Structure);
        group.Step(0, _training.All[0], _training.Sgd, measured);
        device.Stream.Synchronize();
        Assert.True(double.IsNaN(device.Row(region: 1, 0, 0).Loss[0]), "the second block's rows are there");
        for (int step = 1; step <= device.Plan.BlockSteps; step++)
        {
            group.Step(0, _training.All[step], _training.Sgd, measured);
        }

        Assert.Equal(measured.Loss[0], device.Row(region: 1, 0, 0).Loss[0]);
    }

    /// <summary>A driver is not promised to wait for what uses the memory that it frees.</summary>
    [Fact]
    public void Dispose_WhileABlockIsUnderWay_WaitsForItFirst()
    {
        IEngine engine = Create(_training.Network, AnnouncedTraining.BatchSize);
        engine.Load(Drawn(_training.Network));
        engine.Prefetch(_training.All);
        engine.Step(_training.All[0], _training.Sgd, new Measurements(AnnouncedTraining.BatchSize, 4, MeasurementLevel.Structure));
        long waits = StubDriver.Calls("cuStreamSynchronize");
        engine.Dispose();
        Assert.Equal(2, StubDriver.Calls("cuStreamSynchronize") - waits);
        Assert.Equal(string.Empty, StubDriver.Report());
    }

    [Fact]
    public void Step_AnnouncedWithASampleThatDoesNotExist_SaysSo()
    {
        using IEngine engine = Create(_training.Network, AnnouncedTraining.BatchSize);
        engine.Load(Drawn(_training.Network));
        var steps = new UpcomingSteps(_training.Data, NoSample, 2, 0, _training.Sgd);
        engine.Prefetch(steps);
        var measured = new Measurements(AnnouncedTraining.BatchSize, 4, MeasurementLevel.Structure);
        engine.Step(steps[0], _training.Sgd, measured);
        Assert.Throws<ArgumentException>(() => engine.Step(steps[1], _training.Sgd, measured));
    }

    [Fact]
    public void Step_OtherSgdThanAnnounced_UsesItsOwn()
    {
        var other = new SgdOptions(0.01, 0, 0);
        AssertSame(Train(announced: false), Train(announced: true));

        List<double> Train(bool announced)
        {
            using IEngine engine = Create(_training.Network, AnnouncedTraining.BatchSize);
            engine.Load(Drawn(_training.Network));
            if (announced)
            {
                engine.Prefetch(_training.All);
            }

            var log = new List<double>();
            var measured = new Measurements(AnnouncedTraining.BatchSize, 4, MeasurementLevel.Structure);
            for (int step = 0; step < 6; step++)
            {
                engine.Step(_training.All[step], step < 3 ? _training.Sgd : other, measured);
                AnnouncedTraining.Write(measured, log);
            }

            AnnouncedTraining.Write(Saved(engine, _training.Network), log);
            return log;
        }
    }

    [Theory]
    [InlineData(StubOrder.Backward)]
    [InlineData(StubOrder.Shuffled)]
    internal void Step_ThreadsAndBlocksInAnyOrder_GivesTheSameBits(StubOrder order)
    {
        List<double> expected = Run(announced: true, Precision.F32);
        StubDriver.SetOrder(order);
        AssertSame(expected, Run(announced: true, Precision.F32));
    }

    [Theory]
    [InlineData(StubOrder.Backward)]
    [InlineData(StubOrder.Shuffled)]
    internal void Step_RandomNetworksInAnyOrder_GiveTheSameBits(StubOrder order) => RandomCase.ForEach(
        25,
        randomCase =>
        {
            List<double> expected = Train(randomCase);
            StubDriver.SetOrder(order);
            List<double> actual = Train(randomCase);
            StubDriver.SetOrder(StubOrder.Forward);
            AssertSame(expected, actual);
        },
        dropout: true);

    [Fact]
    public void Evaluate_MoreThanABlock_EqualsTheMeanOfMeasure()
    {
        // A capacity of 1: a block has 32 batches, 75 samples need three.
        Network network = new NetworkBuilder(TensorShape.Vector(3)).Linear(4).Relu().Linear(3).Build();
        var data = new Dataset("data", network.Input, [.. Enumerable.Range(0, 75 * 3).Select(i => (float)Math.Sin(i))], [.. Enumerable.Range(0, 75).Select(n => (byte)(n % 3))]);
        using IEngine engine = Create(network, 1, Precision.F64);
        engine.Load(Drawn(network));
        var measured = new Measurements(1, 3, MeasurementLevel.Loss);
        double loss = 0, correct = 0;
        for (int n = 0; n < 75; n++)
        {
            engine.Measure(new Batch(data, new[] { n }, 0), measured);
            loss += measured.Loss[0];
            correct += measured.Correct[0] ? 1 : 0;
        }

        Assert.Equal(new Evaluation(loss / 75, correct / 75, 75), engine.Evaluate(data));
    }

    private static long Waits() => StubDriver.Calls("cuEventSynchronize") + StubDriver.Calls("cuStreamSynchronize") + StubDriver.Calls("cuCtxSynchronize");

    private static void AssertSame(List<double> expected, List<double> actual) =>
        Numbers.AssertSameBits(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(expected), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(actual), "value");

    /// <summary>Three steps, everything measured, and the parameters after them.</summary>
    private static List<double> Train(RandomCase randomCase)
    {
        using IEngine engine = Create(randomCase.Network, randomCase.Capacity);
        engine.Load(randomCase.Parameters);
        var log = new List<double>();
        var measured = new Measurements(randomCase.Capacity, randomCase.Network.Classes, MeasurementLevel.Layers, randomCase.Network.ParameterLayers.Length);
        for (int step = 0; step < 3; step++)
        {
            engine.Step(randomCase.Batch with { Step = step }, new SgdOptions(0.01, 0.9, 0), measured);
            AnnouncedTraining.Write(measured, log);
        }

        AnnouncedTraining.Write(Saved(engine, randomCase.Network), log);
        return log;
    }

    private List<double> Run(bool announced, Precision precision, string kind = "", params int[] steps)
    {
        using IEngine engine = Create(_training.Network, AnnouncedTraining.BatchSize, precision);
        return _training.Run(engine, announced, (step, log) => steps.Contains(step) ? Interrupt(engine, announced, kind, step, log) : MeasurementLevel.Structure);
    }

    private MeasurementLevel Interrupt(IEngine engine, bool announced, string kind, int step, List<double> log)
    {
        var other = new Batch(_training.Data, Others, 7);
        var measured = new Measurements(2, 4, MeasurementLevel.Layers, _training.Network.ParameterLayers.Length);
        switch (kind)
        {
            case "save":
                AnnouncedTraining.Write(Saved(engine, _training.Network), log);
                break;
            case "measure":
                engine.Measure(other, measured);
                AnnouncedTraining.Write(measured, log);
                break;
            case "evaluate":
                log.Add(engine.Evaluate(_training.Data).Loss);
                break;
            case "reload":
                engine.Load(Saved(engine, _training.Network));
                break;
            case "another step":
                engine.Step(other, _training.Sgd, measured);
                AnnouncedTraining.Write(measured, log);
                break;
            case "announce again" when announced:
                engine.Prefetch(_training.From(step));
                break;
            case "announce nonsense" when announced:
                engine.Prefetch(new UpcomingSteps(_training.Data, NoSample, 4, 0, _training.Sgd));
                break;
            default:
                break;
        }

        return kind switch
        {
            "matrix" => MeasurementLevel.Matrix,
            "layers" => MeasurementLevel.Layers,
            "loss" => MeasurementLevel.Loss,
            _ => MeasurementLevel.Structure,
        };
    }
}
