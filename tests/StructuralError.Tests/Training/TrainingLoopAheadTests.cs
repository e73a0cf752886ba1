using StructuralError.Core.Engines;
using StructuralError.Core.Training;
using StructuralError.Tests.Running;
using Xunit;

namespace StructuralError.Tests.Training;

/// <summary>What is announced to the engine is what it is then asked for (<see cref="FakeEngine"/> compares each batch), and nothing is measured in the midst of it.</summary>
public sealed class TrainingLoopAheadTests
{
    [Fact]
    public void Run_NothingInBetween_AnnouncesEpochByEpoch() => Assert.Equal([(0, 3), (3, 3)], Prefetched(Plan with { MeasureEvery = 2 }));

    [Fact]
    public void Run_StepsLimit_AnnouncesNoStepThatWillNotCome() => Assert.Equal([(0, 3), (3, 2)], Prefetched(Plan with { MaxSteps = 5 }));

    [Fact]
    public void Run_LayersOrProbe_AnnouncesUpToTheNextMeasurement()
    {
        // Layer by layer: 0, 4 and the last.
        Assert.Equal([(0, 3), (3, 1), (4, 1), (5, 1)], Prefetched(Plan with { Structure = new StructurePlan(Tiny.Network(), 4) }));
        Assert.Equal([(0, 2), (2, 1), (3, 1), (4, 2)], Prefetched(Plan with { Probe = new ProbeSet(Samples.Of(3), 3), MeasureEvery = 2 }));
    }

    [Fact]
    public void Restore_InTheMidstOfAnEpoch_AnnouncesWhatIsLeftOfIt()
    {
        var checkpoints = new RecordingCheckpoints(4);
        Loop(new FakeEngine(), Plan, checkpoints).Run(CancellationToken.None);
        var engine = new FakeEngine();
        TrainingLoop loop = Loop(engine, Plan);
        loop.Restore(checkpoints.States[0]);
        loop.Run(CancellationToken.None);
        Assert.Equal([(4L, 2)], engine.Prefetched);
    }

    [Fact]
    public void StepsAhead_BatchesThatDoNotDivide_TheLastIsSmaller()
    {
        var ahead = new UpcomingSteps(Plan.Train, Enumerable.Range(1, 5).Reverse().ToArray(), 2, 7, Plan.Sgd);
        Assert.Equal(3, ahead.Count);
        Assert.Equal([1], ahead[2].Indices.ToArray());
        Assert.Equal((9, 2), (ahead[2].Step, ahead[1].Count));
    }

    private static TrainingPlan Plan => new(Samples.Of(10), new SgdOptions(0.1, 0.9, 0), 4, 2);

    private static IEnumerable<(int First, int Count)> Prefetched(TrainingPlan plan)
    {
        var engine = new FakeEngine();
        Loop(engine, plan).Run(CancellationToken.None);
        return engine.Prefetched.Select(steps => ((int)steps.First, steps.Count));
    }

    private static TrainingLoop Loop(FakeEngine engine, TrainingPlan plan, ICheckpoints? checkpoints = null)
    {
        int epoch = 0;
        int[] NextEpoch()
        {
            epoch++;
            return [.. Enumerable.Range(0, 10).Select(n => (n + epoch) % 10)];
        }

        return new TrainingLoop(engine, plan, 2, NextEpoch, [], TimeProvider.System, checkpoints);
    }
}
