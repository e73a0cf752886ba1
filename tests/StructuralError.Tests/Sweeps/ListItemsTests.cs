using System.Collections.Immutable;
using StructuralError.Experiments.Specs;
using Xunit;

namespace StructuralError.Tests.Sweeps;

/// <summary>Commas that belong to a value of a list.</summary>
public sealed class ListItemsTests
{
    [Theory]
    [InlineData("my,model.json", "my|model.json")]
    [InlineData("\"my,model.json\"", "my,model.json")]
    [InlineData("'my,model.json', b", "my,model.json|b")]
    [InlineData(@"my\,model.json,b", "my,model.json|b")]
    [InlineData(@"dir\model.json", @"dir\model.json")]
    [InlineData("\"0..2\",0..2", "0..2|0|1|2")]
    [InlineData("it's,'a,b'", "it's|a,b")]
    [InlineData("'open,b", "'open|b")]
    [InlineData("'a'b,c", "'a'b|c")]
    [InlineData(" a , b ", "a|b")]
    public void TryParse_Commas_SplitOnlyWhereTheyStandAlone(string text, string expected)
    {
        Assert.Null(ValueList.TryParse("--grid: model", text, out ImmutableArray<string> values));
        Assert.Equal(expected.Split('|'), values);
    }

    [Theory]
    [InlineData("a,,b")]
    [InlineData("a,")]
    [InlineData("''")]
    [InlineData("")]
    public void TryParse_EmptyPlace_IsAProblem(string text) =>
        Assert.Contains("empty place", ValueList.TryParse("k", text, out _)!.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(8, "1", 1)]
    [InlineData(8, "16", 8)]
    [InlineData(8, null, 8)]
    [InlineData(8, "0", 8)]
    [InlineData(8, "2(x3)", 8)]
    public void ComputeThreads_InASlurmJob_AreTheTasksShare(int processors, string? slurm, int expected) =>
        Assert.Equal(expected, ComputeThreads.Of(processors, slurm));
}
