using System.Runtime.Versioning;
using StructuralError.Experiments.Clusters;
using Xunit;

namespace StructuralError.Tests.Clusters;

[UnsupportedOSPlatform("windows")]
public sealed class SlurmTests : IDisposable
{
    private readonly FakeScheduler _scheduler = new();

    public void Dispose() => _scheduler.Dispose();

    [Theory(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    [InlineData("75", true)]
    [InlineData("1-9,70-80", true)]
    [InlineData("3,75,90", true)]
    [InlineData("1-74,76-90", false)]
    [InlineData("175", false)]
    [InlineData("(null)", false)]
    public void Requeues_CodesAndRanges(string configured, bool expected)
    {
        _scheduler.Configure(maxArraySize: 1001, requeueExit: configured);
        Assert.Equal(expected, new Slurm(_scheduler.SearchPath).Requeues(75));
    }

    [Theory(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    [InlineData(1001, "(null)", 1000)]
    [InlineData(2, "(null)", 1)]
    [InlineData(1, "(null)", 1)]
    [InlineData(1001, "bf_interval=2,max_array_tasks=50", 50)]
    [InlineData(31, "max_array_tasks=50", 30)]
    public void MostTasks_IndicesBelowTheLimitAndNoMoreThanTheClusterAllows(int maxArraySize, string parameters, int expected)
    {
        _scheduler.Configure(maxArraySize, requeueExit: "75", parameters);
        Assert.Equal(expected, new Slurm(_scheduler.SearchPath).MostTasks);
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public void Queue_ANameWithTheSeparator_IsOneName()
    {
        _scheduler.Queue = "7|3|RUNNING|None|a|b\n7|N/A|PENDING|Priority|c\nCLUSTER: x\n";
        Assert.Equal([new SlurmTask("7", 3, "running (none)", "a|b")], new Slurm(_scheduler.SearchPath).Queue());
    }
}
