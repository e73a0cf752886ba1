using StructuralError.Core.Engines;
using StructuralError.Core.Structure;
using StructuralError.Core.Training;
using Xunit;

namespace StructuralError.Tests.Training;

public sealed class TrainingLoopTests : IDisposable
{
    private readonly RecordingSink _sink = new();
    private readonly CancellationTokenSource _cancellation = new();

    [Fact]
    public void Run_TwoEpochs_KeepsThePartialBatchAndAsksForAnOrderEachEpoch()
    {
        var engine = new FakeEngine();
        int epochs = 0;
        TrainingResult result = Run(engine, Plan() with { Epochs = 2 }, () => epochs++ == 0 ? [9, 8, 7, 6, 5, 4, 3, 2, 1, 0] : Order());

        Assert.Equal(TrainingOutcome.Completed, result.Outcome);
        Assert.Equal((6, 6, 2), (result.Steps, result.Rows, epochs));
        Assert.Equal([[9, 8, 7, 6], [5, 4, 3, 2], [1, 0], [0, 1, 2, 3], [4, 5, 6, 7], [8, 9]], engine.Batches);
        Assert.Equal([4, 4, 2, 4, 4, 2], _sink.Rows.Select(row => row.Samples));
        Assert.Equal([0, 0, 0, 1, 1, 1], _sink.Rows.Select(row => row.Epoch));
        Assert.Equal([0, 1, 2, 3, 4, 5], _sink.Rows.Select(row => (int)row.Step));
        Assert.Equal(20, result.Checks);
        Assert.Equal(0, result.Violations);
    }

    [Fact]
    public void Run_GradientNormBeyondItsBounds_ViolationsOfAllRowsAreSummed()
    {
        // λ_max·E_f is 4.
        var engine = new FakeEngine { GradientNorm = step => step == 1 ? 1 : 5 };
        TrainingResult result = Run(engine, Plan());

        Assert.Equal([4, 0, 2], _sink.Rows.Select(row => row.Theorem3Violations));
        Assert.Equal((10L, 6L), (result.Checks, result.Violations));
    }

    [Fact]
    public void Run_StepsLimit_EndsWithinAnEpoch()
    {
        var engine = new FakeEngine();
        TrainingResult result = Run(engine, Plan() with { Epochs = 5, MaxSteps = 4 });

        Assert.Equal((TrainingOutcome.Completed, 4L), (result.Outcome, result.Steps));
        Assert.Equal(4, engine.Calls.Count);
        Assert.All(_sink.Statuses, status => Assert.Equal(4, status.TotalSteps));
    }

    [Fact]
    public void Run_MeasureEvery_OtherStepsArePlain()
    {
        var engine = new FakeEngine();
        TrainingResult result = Run(engine, Plan() with { Epochs = 2, MeasureEvery = 4 });

        Assert.Equal(["step 0 Structure", "step 1 Loss", "step 2 Loss", "step 3 Loss", "step 4 Structure", "step 5 Loss"], engine.Calls);
        Assert.Equal([0L, 4L], _sink.Rows.Select(row => row.Step));
        Assert.Equal([0L, 1L, 2L, 3L, 4L, 5L], _sink.Statuses.Select(status => status.Step));
        Assert.Equal((6, 2), (result.Steps, result.Rows));
    }

    [Fact]
    public void Run_Probe_MeasuresItInChunksBeforeAPlainStepAndAggregatesItAsOne()
    {
        var engine = new FakeEngine();
        Run(engine, Plan() with { Probe = new ProbeSet(Samples.Of(20), 9), MaxSteps = 2, MeasureEvery = 2 });

        Assert.Equal(["measure 0 Structure", "measure 0 Structure", "measure 0 Structure", "step 0 Loss", "step 1 Loss"], engine.Calls);
        Assert.Equal([[0, 1, 2, 3], [4, 5, 6, 7], [8]], engine.Batches.Take(3));
        Assert.Equal([(0L, 4), (0L, 4), (0L, 1)], _sink.Measurements);
        StepRow row = Assert.Single(_sink.Rows);
        Assert.Equal(9, row.Samples);
        Assert.Equal(5.0, row.Loss, 12);
        Assert.Equal(5.0 / 9, row.Accuracy, 12);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Run_LossThatIsNotFinite_StopsAndNamesTheStep(double bad)
    {
        var engine = new FakeEngine { Loss = (step, sample) => step == 2 && sample == 9 ? bad : 1 };
        TrainingResult result = Run(engine, Plan() with { Epochs = 3 });

        Assert.Equal((TrainingOutcome.Diverged, 2L, 2L), (result.Outcome, result.Steps, result.Rows));
        Assert.Equal(2, _sink.Rows.Count);
        Assert.Contains("step 2", result.Message, StringComparison.Ordinal);
        Assert.Equal(1, result.FinalLoss);
    }

    [Fact]
    public void Run_ProbeLossThatIsNotFinite_LeavesNoSamplesWithoutARow()
    {
        var engine = new FakeEngine { Loss = (step, sample) => step == 1 && sample == 8 ? double.NaN : 1 };
        TrainingResult result = Run(engine, Plan() with { Train = Samples.Of(8), Probe = new ProbeSet(Samples.Of(20), 9) }, () => [0, 1, 2, 3, 4, 5, 6, 7]);

        Assert.Equal(TrainingOutcome.Diverged, result.Outcome);
        Assert.Contains("probe", result.Message, StringComparison.Ordinal);
        Assert.Equal(9, _sink.Measurements.Sum(measured => measured.Samples));
        Assert.Single(_sink.Rows);
    }

    [Fact]
    public void Run_DivergingPlainStep_IsNoticedToo()
    {
        var engine = new FakeEngine { Loss = (step, _) => step == 1 ? double.NaN : 1 };
        TrainingResult result = Run(engine, Plan() with { MeasureEvery = 100 });

        Assert.Equal((TrainingOutcome.Diverged, 1L), (result.Outcome, result.Steps));
    }

    [Fact]
    public void Run_Cancelled_EndsAtTheNextStepBoundary()
    {
        var engine = new FakeEngine { OnStep = step => { if (step == 1) { _cancellation.Cancel(); } } };
        TrainingResult result = Run(engine, Plan() with { Epochs = 3 });

        Assert.Equal((TrainingOutcome.Interrupted, 2L), (result.Outcome, result.Steps));
        Assert.Equal(2, _sink.Rows.Count);
    }

    [Fact]
    public void Run_LocalPearson_StartsAtTheFiftiethRow()
    {
        // ln E_f rises with t while the gradient norm stands still: the bounds stand still, and r is undefined. With a gradient norm in
        // proportion to E_f both bounds follow it, and r = 1.
        var engine = new FakeEngine { FittingError = step => 1 + (step * 0.01), GradientNorm = step => 2 * (1 + (step * 0.01)) };
        Run(engine, Plan() with { Epochs = 20 });

        Assert.All(_sink.Rows.Take(49), row => Assert.Null(row.PearsonUpper));
        Assert.Equal(60 - 49, _sink.Rows.Skip(49).Count());
        Assert.All(_sink.Rows.Skip(49), row => Assert.Equal(1, row.PearsonUpper!.Value, 9));
        Assert.All(_sink.Rows.Skip(49), row => Assert.Equal(1, row.PearsonLower!.Value, 9));
    }

    [Fact]
    public void Run_Elapsed_ComesFromTheClock()
    {
        var clock = new ManualClock();
        var engine = new FakeEngine { OnStep = _ => clock.Advance(TimeSpan.FromSeconds(2)) };
        TrainingResult result = new TrainingLoop(engine, Plan(), 2, Order, [_sink], clock).Run(CancellationToken.None);

        Assert.Equal(TimeSpan.FromSeconds(6), result.Elapsed);
    }

    [Fact]
    public void Run_ManySteps_AllocatesNothingPerStep()
    {
        var engine = new SilentEngine();
        var plan = new TrainingPlan(Samples.Of(4000), new SgdOptions(0.1, 0, 0), 4, 1);
        int[] order = [.. Enumerable.Range(0, 4000)];
        new TrainingLoop(engine, plan, 2, () => order, [], TimeProvider.System).Run(CancellationToken.None);
        var loop = new TrainingLoop(engine, plan, 2, () => order, [], TimeProvider.System);
        long before = GC.GetAllocatedBytesForCurrentThread();
        loop.Run(CancellationToken.None);

        // 1000 steps; the result and little else is made once.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    public void Dispose() => _cancellation.Dispose();

    private TrainingResult Run(FakeEngine engine, TrainingPlan plan, Func<int[]>? order = null) =>
        new TrainingLoop(engine, plan, 2, order ?? Order, [_sink], TimeProvider.System).Run(_cancellation.Token);

    private static TrainingPlan Plan() => new(Samples.Of(10), new SgdOptions(0.1, 0.9, 0), 4, 1);

    private static int[] Order() => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
}
