using StructuralError.Core.Structure;
using StructuralError.Core.Training;
using Xunit;

namespace StructuralError.Tests.Training;

/// <summary>A sink may hold rows back, but a checkpoint counts on all of them, and so does whoever reads the file of a run that failed.</summary>
public sealed class TrainingLoopFlushTests
{
    private readonly List<string> _events = [];

    [Fact]
    public void Run_Checkpoints_SinksFlushBeforeEachAndAfterTheLastStep()
    {
        Run(new FakeEngine(), every: 2);
        Assert.Equal(["row", "row", "flush", "save", "row", "flush", "save"], _events);
    }

    [Fact]
    public void Run_Diverged_SinksFlush()
    {
        Run(new FakeEngine { Loss = (step, _) => step == 2 ? double.NaN : 1 }, every: 0);
        Assert.Equal(["row", "row", "flush"], _events);
    }

    [Fact]
    public void Run_Interrupted_SinksFlushBeforeTheCheckpoint()
    {
        using var cancellation = new CancellationTokenSource();
        Run(new FakeEngine { OnStep = step => { if (step == 1) { cancellation.Cancel(); } } }, every: 0, cancellation.Token);
        Assert.Equal(["row", "row", "flush", "save"], _events);
    }

    private void Run(FakeEngine engine, int every, CancellationToken cancellation = default)
    {
        var plan = new TrainingPlan(Samples.Of(10), new(0.1, 0.9, 0), 4, 1);
        new TrainingLoop(engine, plan, 2, new SequentialSampler(10).NextEpoch, [new Sink(_events)], new ManualClock(), new Checkpoints(_events, every)).Run(cancellation);
    }

    private sealed class Sink(List<string> events) : IStepSink
    {
        public void Row(in StepRow row) => events.Add("row");

        public void Flush() => events.Add("flush");
    }

    private sealed class Checkpoints(List<string> events, int every) : ICheckpoints
    {
        public bool IsDue(long steps) => every > 0 && steps % every == 0;

        public void Save(TrainingState state) => events.Add("save");
    }
}
