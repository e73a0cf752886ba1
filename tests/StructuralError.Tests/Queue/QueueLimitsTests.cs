using StructuralError.Experiments.Queue;
using Xunit;

namespace StructuralError.Tests.Queue;

public sealed class QueueLimitsTests
{
    private const long Plenty = 64L << 30;

    [Theory]
    [InlineData(null, 60, 8, Plenty, 8, 1)]
    [InlineData(null, 3, 8, Plenty, 3, 2)]
    [InlineData(null, 60, 8, 1L << 30, 2, 4)]
    [InlineData(null, 60, 8, 1L << 20, 1, 8)]
    [InlineData(4, 60, 8, Plenty, 4, 2)]
    [InlineData(16, 60, 8, Plenty, 16, 1)]
    [InlineData(4, 0, 8, Plenty, 1, 8)]
    [InlineData(3, 60, 8, Plenty, 3, 2)]
    public void Of_DividesTheProcessorsAmongTheJobs(int? asked, int runs, int processors, long memory, int jobs, int threads) =>
        Assert.Equal(new QueueLimits(jobs, threads), QueueLimits.Of(asked, runs, processors, memory));
}
