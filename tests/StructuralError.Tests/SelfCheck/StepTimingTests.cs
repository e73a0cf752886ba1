using StructuralError.Cpu;
using StructuralError.SelfCheck;
using Xunit;

namespace StructuralError.Tests.SelfCheck;

public sealed class StepTimingTests
{
    [Fact]
    public void All_TimesEveryModelPlainAndMeasured()
    {
        // A second a look at the clock: each is timed by a single step.
        var clock = new SteppingClock();
        StepTime[] times = [.. new StepTiming((network, precision, capacity, seed) => CpuEngine.Create(network, new CpuEngineOptions(precision, capacity, 1, seed)), clock).All()];
        Assert.Equal(16, times.Length);
        Assert.Equal(["a1", "a3", "b1", "b3", "c1", "c3", "d1", "d3"], times.Where(time => time.Measured).Select(time => $"{time.Model}{time.K}"));
        Assert.All(times, time => Assert.Equal((1000.0, 1.0), (time.MillisecondsPerStep, time.StepsPerSecond)));
    }

    private sealed class SteppingClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => ++_now;
    }
}
