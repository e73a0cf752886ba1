using StructuralError.Core.Common;
using StructuralError.Experiments.Clusters;
using Xunit;

namespace StructuralError.Tests.Clusters;

public sealed class ClusterOptionTests
{
    [Theory]
    [InlineData("--time", "soon")]
    [InlineData("--cpus-per-task", "0")]
    [InlineData("--max-running", "many")]
    [InlineData("--chunk", "-1")]
    [InlineData("--partition", "a\nb")]
    [InlineData("--sbatch", "--job-name=mine")]
    [InlineData("--sbatch", "--arr 0-9")]
    [InlineData("--sbatch", " -o/dev/null")]
    [InlineData("--sbatch", "--signal=TERM@10")]
    [InlineData("--sbatch", "-W")]
    public void Read_AValueThatIsNone_IsAProblemThatNamesIt(string option, string value)
    {
        List<Problem> problems = [];
        _ = Read(new ClusterSettings(), problems, (option, [value]));
        Assert.StartsWith($"{option}: '", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OverEarlierSettings_WhatIsNotGivenStays()
    {
        List<Problem> problems = [];
        ClusterSettings before = Read(new ClusterSettings(), problems, ("--time", ["30"]), ("--mem", ["2G"]), ("--sbatch", ["--nice", "-x"]), ("--chunk", ["7"]));
        ClusterSettings after = Read(before, problems, ("--time", ["60"]), ("--sbatch", ["--exclusive"]), ("--chunk", ["auto"]));
        Assert.Empty(problems);
        Assert.Equal(("60", "2G", null), (after.Time, after.Memory, after.Chunk));
        Assert.Equal(["--exclusive"], after.Others);
        Assert.Equal(7, before.Chunk);
    }

    private static ClusterSettings Read(ClusterSettings basis, List<Problem> problems, params (string Name, string[] Values)[] given) =>
        ClusterOption.Read(basis, name => given.FirstOrDefault(each => each.Name == name).Values ?? [], problems);
}
