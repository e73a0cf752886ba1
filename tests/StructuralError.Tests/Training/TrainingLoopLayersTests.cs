using StructuralError.Core.Engines;
using StructuralError.Core.Training;
using StructuralError.Tests.Running;
using Xunit;

namespace StructuralError.Tests.Training;

public sealed class TrainingLoopLayersTests
{
    private readonly RecordingSink _sink = new();

    [Fact]
    public void Run_StructureEvery_MeasuresThoseStepsAndTheLastLayerByLayer()
    {
        var engine = new FakeEngine();
        Run(engine, Plan(every: 4) with { Epochs = 2 });

        Assert.Equal(["measure 0 Layers", "step 0 Structure", "step 1 Structure", "step 2 Structure", "step 3 Structure", "measure 4 Layers", "step 4 Structure", "measure 5 Layers", "step 5 Structure"], engine.Calls);
        Assert.Equal([0, 4, 5], _sink.Independence.Select(row => (int)row.Step));
        // Three layers and the output bias.
        Assert.Equal([0, 0, 0, 0, 4, 4, 4, 4, 5, 5, 5, 5], _sink.Layers.Select(row => (int)row.Step));
        Assert.Equal([4, 4, 2], _sink.Independence.Select(row => row.Samples));
        Assert.Equal(6, _sink.Rows.Count);
    }

    [Fact]
    public void Run_StepThatHasNoRow_IsMeasuredForItsLayersAlone()
    {
        var engine = new FakeEngine();
        TrainingResult result = Run(engine, Plan(every: 3) with { Epochs = 2, MeasureEvery = 2 });

        Assert.Equal(["measure 0 Layers", "step 0 Structure", "step 1 Loss", "step 2 Structure", "measure 3 Layers", "step 3 Loss", "step 4 Structure", "measure 5 Layers", "step 5 Loss"], engine.Calls);
        Assert.Equal([0, 2, 4], _sink.Rows.Select(row => (int)row.Step));
        Assert.Equal([0, 2, 4], _sink.Measurements.Select(measured => (int)measured.Step));
        Assert.Equal([0, 3, 5], _sink.Independence.Select(row => (int)row.Step));
        Assert.Equal((3, 10), (result.Rows, result.Checks));
    }

    [Fact]
    public void Run_StepsLimit_ItsLastStepIsTheLast()
    {
        Run(new FakeEngine(), Plan(every: 100) with { Epochs = 5, MaxSteps = 4 });
        Assert.Equal([0, 3], _sink.Independence.Select(row => (int)row.Step));
    }

    [Fact]
    public void Run_Probe_IsWhatIsMeasuredLayerByLayer()
    {
        var engine = new FakeEngine();
        Run(engine, Plan(every: 2) with { Probe = new ProbeSet(Samples.Of(20), 9), MaxSteps = 3, MeasureEvery = 5 });

        Assert.Equal(6, engine.Calls.Count(call => call.EndsWith("Layers", StringComparison.Ordinal)));
        Assert.Equal(["step 1 Loss", "measure 2 Layers", "measure 2 Layers", "measure 2 Layers", "step 2 Loss"], engine.Calls.TakeLast(5));
        Assert.Equal([[0, 1, 2, 3], [4, 5, 6, 7], [8]], engine.Batches.SkipLast(1).TakeLast(3));
        Assert.Equal([9, 9], _sink.Independence.Select(row => row.Samples));
        Assert.Equal(0, Assert.Single(_sink.Rows).Step);
    }

    [Fact]
    public void Run_LossThatIsNotFinite_LeavesNoPartsOfThatStep()
    {
        var engine = new FakeEngine { Loss = (step, _) => step == 1 ? double.NaN : 1 };
        TrainingResult result = Run(engine, Plan(every: 1));
        Assert.Equal(TrainingOutcome.Diverged, result.Outcome);
        Assert.Equal(0, Assert.Single(_sink.Independence).Step);
    }

    [Fact]
    public void Run_ManySteps_AllocatesNothingPerStep()
    {
        int[] order = [.. Enumerable.Range(0, 4000)];
        TrainingPlan plan = Plan(every: 2) with { Train = Samples.Of(4000) };
        TrainingLoop Loop() => new(new SilentEngine(), plan, 2, () => order, [], TimeProvider.System);
        Loop().Run(CancellationToken.None);
        TrainingLoop loop = Loop();
        long before = GC.GetAllocatedBytesForCurrentThread();
        loop.Run(CancellationToken.None);

        // 500 steps layer by layer.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    private TrainingResult Run(FakeEngine engine, TrainingPlan plan) =>
        new TrainingLoop(engine, plan, 2, () => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [_sink], TimeProvider.System).Run(CancellationToken.None);

    private static TrainingPlan Plan(int every) =>
        new(Samples.Of(10), new SgdOptions(0.1, 0.9, 0), 4, 1) { Structure = new StructurePlan(Tiny.Network(), every) };
}
