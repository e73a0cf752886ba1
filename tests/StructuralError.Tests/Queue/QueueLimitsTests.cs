using StructuralError.Core.Engines;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Specs;
using StructuralError.Tests.Running;
using Xunit;

namespace StructuralError.Tests.Queue;

public sealed class QueueLimitsTests
{
    private const long Plenty = 64L << 30;

    [Theory]
    [InlineData(null, 60, 8, Plenty, QueueLimits.BytesPerJob, 8, 1)]
    [InlineData(null, 3, 8, Plenty, QueueLimits.BytesPerJob, 3, 2)]
    [InlineData(null, 60, 8, 1L << 30, QueueLimits.BytesPerJob, 2, 4)]
    [InlineData(null, 60, 8, 1L << 20, QueueLimits.BytesPerJob, 1, 8)]
    [InlineData(4, 60, 8, Plenty, QueueLimits.BytesPerJob, 4, 2)]
    [InlineData(16, 60, 8, Plenty, QueueLimits.BytesPerJob, 16, 1)]
    [InlineData(4, 0, 8, Plenty, QueueLimits.BytesPerJob, 1, 8)]
    [InlineData(3, 60, 8, Plenty, QueueLimits.BytesPerJob, 3, 2)]
    [InlineData(null, 60, 8, Plenty, 20L << 30, 3, 2)]
    [InlineData(null, 60, 8, Plenty, long.MaxValue, 1, 8)]
    [InlineData(4, 60, 8, Plenty, 20L << 30, 4, 2)]
    public void Of_DividesTheProcessorsAmongTheJobs(int? asked, int runs, int processors, long memory, long bytesPerJob, int jobs, int threads) =>
        Assert.Equal(new QueueLimits(jobs, threads), QueueLimits.Of(asked, runs, processors, memory, bytesPerJob));

    [Fact]
    public void Of_Runs_TheLargestDecides()
    {
        using var folder = new QueueFolder();
        QueuedRun small = folder.Run("small");
        QueuedRun large = small with { Network = Tiny.Network(k: (int)(MemoryForecast.Available / (8L << 30)) + 1, width: 20_000) };
        Assert.Equal(1, QueueLimits.Of(null, [small, large, small]).Jobs);
        Assert.Equal(Math.Min(3, ComputeThreads.Available), QueueLimits.Of(null, [small, small, small]).Jobs);
    }
}
