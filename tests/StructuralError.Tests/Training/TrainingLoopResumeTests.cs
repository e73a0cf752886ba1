using StructuralError.Core.RandomNumbers;
using StructuralError.Core.Training;
using Xunit;

namespace StructuralError.Tests.Training;

/// <summary>A loop that goes on from another one's state does what the other would have done.</summary>
public sealed class TrainingLoopResumeTests
{
    private const int Epochs = 21;

    // Three batches an epoch, the last one of two samples: 63 steps, so that the window of 50 rows is full in between.
    private static readonly TrainingPlan Plan = new(Samples.Of(10), new(0.1, 0.9, 0), 4, Epochs);

    [Fact]
    public void Restore_AfterAnyStep_RowsBatchesAndResultAreThoseOfOneLoop()
    {
        var (whole, expected, checkpoints) = (new FakeEngine { FittingError = Noise, GradientNorm = step => Noise(step + 7) }, new RecordingSink(), new RecordingCheckpoints(1));
        var starts = new List<GeneratorState>();
        RandomSampler order = NewOrder();
        TrainingResult result = new TrainingLoop(
            whole, Plan, 2, () => { int[] next = order.NextEpoch(); starts.Add(order.EpochStart); return next; }, [expected], new ManualClock(), checkpoints).Run(CancellationToken.None);
        Assert.Equal(63, checkpoints.States.Count);
        Assert.NotNull(expected.Rows[^1].PearsonUpper);

        foreach (TrainingState state in checkpoints.States)
        {
            var (engine, sink) = (new FakeEngine { FittingError = Noise, GradientNorm = step => Noise(step + 7) }, new RecordingSink());
            RandomSampler again = NewOrder();
            again.Restore(starts[state.Epoch]);
            var loop = new TrainingLoop(engine, Plan, 2, again.NextEpoch, [sink], new ManualClock());
            loop.Restore(state);
            Assert.Equal(result, loop.Run(CancellationToken.None));
            Assert.Equal(expected.Rows.Skip((int)state.Rows), sink.Rows);
            Assert.Equal(whole.Batches.Skip((int)state.Step), engine.Batches);
        }
    }

    [Fact]
    public void Run_Checkpoints_WhenDueAndAtTheEnd()
    {
        var checkpoints = new RecordingCheckpoints(7);
        Loop(checkpoints).Run(CancellationToken.None);
        Assert.Equal([7L, 14, 21, 28, 35, 42, 49, 56, 63], checkpoints.States.Select(state => state.Step));
        Assert.Equal([2, 4, 6, 9, 11, 13, 16, 18, 20], checkpoints.States.Select(state => state.Epoch));
    }

    [Fact]
    public void Run_InterruptedBetweenEpochs_TheStateIsOfTheEpochThatWasDrawn()
    {
        using var cancellation = new CancellationTokenSource();
        var checkpoints = new RecordingCheckpoints(0);
        var engine = new FakeEngine { OnStep = step => { if (step == 5) { cancellation.Cancel(); } } };
        TrainingResult result = Loop(checkpoints, engine).Run(cancellation.Token);
        Assert.Equal((TrainingOutcome.Interrupted, 6L), (result.Outcome, result.Steps));
        TrainingState state = Assert.Single(checkpoints.States);
        Assert.Equal((6L, 2), (state.Step, state.Epoch));
        Assert.True(Plan.Admits(state));
    }

    [Fact]
    public void Run_InterruptedBeforeAnything_SavesNothing()
    {
        var checkpoints = new RecordingCheckpoints(1);
        Loop(checkpoints).Run(new CancellationToken(canceled: true));
        Assert.Empty(checkpoints.States);
    }

    [Fact]
    public void Run_Diverged_SavesNothingOfTheStepThatDiverged()
    {
        var checkpoints = new RecordingCheckpoints(2);
        Loop(checkpoints, new FakeEngine { Loss = (step, _) => step == 3 ? double.NaN : 1 }).Run(CancellationToken.None);
        Assert.Equal(2, Assert.Single(checkpoints.States).Step);
    }

    [Fact]
    public void Restore_Elapsed_AddsUp()
    {
        var clock = new ManualClock();
        var engine = new FakeEngine { OnStep = _ => clock.Advance(TimeSpan.FromSeconds(1)) };
        var loop = new TrainingLoop(engine, Plan, 2, NewOrder().NextEpoch, [], clock);
        loop.Restore(new TrainingState(60, 20, 60, 1, 1, 0, 0, TimeSpan.FromSeconds(100)));
        Assert.Equal(TimeSpan.FromSeconds(103), loop.Run(CancellationToken.None).Elapsed);
    }

    [Theory]
    [InlineData(64, 20)]
    [InlineData(-1, 0)]
    [InlineData(4, 0)]
    [InlineData(2, 1)]
    [InlineData(63, 21)]
    public void Restore_StateOfAnotherPlan_Throws(long step, int epoch) =>
        Assert.Throws<ArgumentException>(() => Loop(null).Restore(new TrainingState(step, epoch, step, 1, 1, 0, 0, TimeSpan.Zero)));

    private static TrainingLoop Loop(RecordingCheckpoints? checkpoints, FakeEngine? engine = null) =>
        new(engine ?? new FakeEngine(), Plan, 2, NewOrder().NextEpoch, [], new ManualClock(), checkpoints);

    private static RandomSampler NewOrder() => new(new TorchGenerator(3), 10);

    private static double Noise(long step) => 1 + (0.5 * Math.Sin(step * step));
}
