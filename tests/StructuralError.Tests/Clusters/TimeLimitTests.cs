using StructuralError.Experiments.Clusters;
using Xunit;

namespace StructuralError.Tests.Clusters;

public sealed class TimeLimitTests
{
    [Theory]
    [InlineData("30", 30 * 60)]
    [InlineData("2:30", 150)]
    [InlineData("4:00:00", 4 * 3600)]
    [InlineData("1-12", 36 * 3600)]
    [InlineData("1-12:30", (36 * 3600) + 1800)]
    [InlineData("0-00:00:10", 10)]
    public void Parse_WhatSlurmWrites_IsUnderstood(string text, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), TimeLimit.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1:2:3:4")]
    [InlineData("1-2-3")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    public void Parse_AnythingElse_IsNull(string text) => Assert.Null(TimeLimit.Parse(text));

    [Fact]
    public void WarningSeconds_ShortLimit_AQuarterOfIt()
    {
        Assert.Equal(120, TimeLimit.WarningSeconds(null));
        Assert.Equal(120, TimeLimit.WarningSeconds(TimeSpan.FromHours(4)));
        Assert.Equal(15, TimeLimit.WarningSeconds(TimeSpan.FromMinutes(1)));
    }
}
