using StructuralError.Runs.Directories;
using StructuralError.Tests.Training;
using Xunit;

namespace StructuralError.Tests.Checkpoints;

public sealed class CheckpointScheduleTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void IsDue_ByTime_FiveSecondsAfterTheLastOneEnded()
    {
        var schedule = new CheckpointSchedule(null, _clock);
        Assert.False(schedule.IsDue(1));
        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(schedule.IsDue(1000));
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(schedule.IsDue(1001));

        _clock.Advance(TimeSpan.FromSeconds(2));
        schedule.Saved();
        Assert.False(schedule.IsDue(1002));
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.True(schedule.IsDue(1003));
    }

    [Fact]
    public void IsDue_BySteps_TheClockDoesNotMatter()
    {
        var schedule = new CheckpointSchedule(3, _clock);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal([3L, 6, 9], Enumerable.Range(1, 10).Select(step => (long)step).Where(schedule.IsDue));
    }

    [Fact]
    public void IsDue_Zero_Never()
    {
        var schedule = new CheckpointSchedule(0, _clock);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.False(schedule.IsDue(1));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1_000_000_000L)]
    public void IsDue_AllocatesNothing(long? every)
    {
        var schedule = new CheckpointSchedule(every, TimeProvider.System);
        schedule.IsDue(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 1; step <= 1000; step++)
        {
            schedule.IsDue(step);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
