using StructuralError.Core.Common;
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
    public void Parse_ReadsKeyAndValues(string text, string key, string values)
    {
        var problems = new List<Problem>();
        SweepAxis? axis = SweepAxis.Parse("--grid", text, problems);
        Assert.Empty(problems);
        Assert.Equal((key, values), (axis!.Key, string.Join(' ', axis.Values)));
    }

    [Theory]
    [InlineData("sweep.json", "'sweep.json' is not key=values")]
    [InlineData("=1", "is not key=values")]
    [InlineData("k=", "--grid: k: '' has an empty place")]
    [InlineData("k=5..0", "ends before it begins")]
    [InlineData("k=1,1", "comes twice")]
    public void Parse_Wrong_SaysWhat(string text, string message)
    {
        var problems = new List<Problem>();
        Assert.Null(SweepAxis.Parse("--grid", text, problems));
        Assert.Contains(message, Assert.Single(problems).Message, StringComparison.Ordinal);
    }
}
