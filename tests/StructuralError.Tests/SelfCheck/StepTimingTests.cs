using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cpu;
using StructuralError.Experiments.SelfCheck;
using Xunit;

namespace StructuralError.Tests.SelfCheck;

public sealed class StepTimingTests
{
    [Fact]
    public void All_TimesEveryModelPlainAndMeasured()
    {
        // A second a look at the clock: each is timed by a single step.
        var clock = new SteppingClock();
        StepTime[] times = [.. new StepTiming((network, precision, capacity, seed) => CpuEngine.Create(network, new EngineOptions(precision, capacity, 1, seed)), clock).All()];
        Assert.Equal(16, times.Length);
        Assert.Equal(["a1", "a3", "b1", "b3", "c1", "c3", "d1", "d3"], times.Where(time => time.Measured).Select(time => $"{time.Model}{time.K}"));
        Assert.All(times, time => Assert.Equal((1000.0, 1.0), (time.MillisecondsPerStep, time.StepsPerSecond)));
    }

    /// <summary>An engine that runs ahead begins afresh with each announcement; training announces an epoch, 938 steps of MNIST. What warms up and what is timed share one.</summary>
    [Fact]
    public void All_AnnouncesAsManyStepsAsAnEpochHas()
    {
        var announced = new List<UpcomingSteps>();
        EngineFactory device = (network, precision, capacity, seed) =>
            new AnnouncedEngine(CpuEngine.Create(network, new EngineOptions(precision, capacity, 1, seed)), announced);
        Assert.Equal("a", new StepTiming(device, new SteppingClock()).All().First().Model);
        UpcomingSteps steps = Assert.Single(announced);
        Assert.InRange(steps.Count, 1024, int.MaxValue);
        Assert.Equal(steps.BatchSize, steps[steps.Count - 1].Count);
    }

    private sealed class AnnouncedEngine(IEngine inner, List<UpcomingSteps> announced) : IEngine
    {
        public EngineInfo Info => inner.Info;

        public IReadOnlyList<LayerPlan> Plan => inner.Plan;

        public void Load(ParameterSet parameters) => inner.Load(parameters);

        public void Save(ParameterSet parameters) => inner.Save(parameters);

        public void Measure(in Batch batch, Measurements into) => inner.Measure(batch, into);

        public void Step(in Batch batch, in SgdOptions sgd, Measurements into) => inner.Step(batch, sgd, into);

        public void Prefetch(in UpcomingSteps steps)
        {
            announced.Add(steps);
            inner.Prefetch(steps);
        }

        public Evaluation Evaluate(Dataset data, CancellationToken cancellation = default) => inner.Evaluate(data, cancellation);

        public void Dispose() => inner.Dispose();
    }

    private sealed class SteppingClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => ++_now;
    }
}
