using StructuralError.Experiments.Sweeps;
using Xunit;

namespace StructuralError.Tests.Sweeps;

public sealed class SweepAxisTests
{
    [Theory]
    [InlineData("model=a,b", "model", "a b")]
    [InlineData("k=0..3", "k", "0 1 2 3")]
    [InlineData("lr=0.1,1e-2", "learning_rate", "0.1 1e-2")]
    [InlineData("batch-size=32", "batch_size", "32")]
    [InlineData("probe=test:256,none", "probe", "test:256 none")]
    [InlineData("dataset=a=b", "dataset", "a=b")]
    public void TryParse_ReadsKeyAndValues(string text, string key, string values)
    {
        Assert.Null(SweepAxis.TryParse("--grid", text, out SweepAxis? axis));
        Assert.Equal((key, values), (axis!.Key, string.Join(' ', axis.Values)));
    }

    [Theory]
    [InlineData("sweep.json", "'sweep.json' is not key=values")]
    [InlineData("=1", "is not key=values")]
    [InlineData("k=", "--grid: k: '' has an empty place")]
    [InlineData("k=5..0", "ends before it begins")]
    [InlineData("k=1,1", "comes twice")]
    public void TryParse_Wrong_SaysWhat(string text, string message)
    {
        Assert.Contains(message, SweepAxis.TryParse("--grid", text, out SweepAxis? axis)!.Message, StringComparison.Ordinal);
        Assert.Null(axis);
    }
}
