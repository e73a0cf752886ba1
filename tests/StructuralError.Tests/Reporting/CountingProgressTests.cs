using StructuralError.Core.Common;
using StructuralError.Reporting.Listings;
using StructuralError.Tests.Training;
using Xunit;

namespace StructuralError.Tests.Reporting;

public sealed class CountingProgressTests
{
    private readonly List<string> _written = [];
    private readonly ManualClock _clock = new();

    [Fact]
    public void Report_OnATerminal_ABarThatGoesAwayWithTheLast()
    {
        var progress = new CountingProgress(_written.Add, _clock, "runs read", width: 100);
        for (int done = 1; done <= 10; done++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(200));
            progress.Report(new DoneCount(done, 10));
        }

        Assert.Equal("[##########----------] 5/10 runs read, 1 s left\r", _written[4]);
        Assert.Equal(10, _written.Count);
        Assert.Equal(new string(' ', _written[8].TrimEnd().Length) + "\r", _written[9]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(200)]
    public void Report_OnATerminal_FitsItsWidthAndLeavesNothingOfALongerText(int width)
    {
        var progress = new CountingProgress(_written.Add, _clock, "runs read", width);
        foreach (int done in (int[])[1, 1000, 1001])
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            progress.Report(new DoneCount(done, null));
        }

        progress.Report(new DoneCount(1001, 1001));
        Assert.All(_written, text => Assert.InRange(text.Length, 1, width));
        Assert.DoesNotContain(_written, text => text.Contains('\n', StringComparison.Ordinal));
        Assert.True(width < 20 || _written[^1] == new string(' ', "1001 runs read".Length) + "\r");
    }

    [Fact]
    public void Report_Elsewhere_ALineEveryFiveSeconds()
    {
        var progress = new CountingProgress(_written.Add, _clock, "runs read");
        for (int done = 1; done <= 12; done++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            progress.Report(new DoneCount(done, 12));
        }

        Assert.Equal(["5/12 runs read", "10/12 runs read"], _written);
    }

    [Fact]
    public void CountedBy_GivesTheSameItemsAndSaysWhichIsTheLast()
    {
        List<DoneCount> told = [];
        int[] items = [.. ((int[])[7, 8]).CountedBy(new Told(told))];
        Assert.Equal([7, 8], items);
        Assert.Equal([new DoneCount(1, null), new DoneCount(2, null), new DoneCount(2, 2)], told);
    }

    private sealed class Told(List<DoneCount> told) : IProgress<DoneCount>
    {
        public void Report(DoneCount value) => told.Add(value);
    }
}
