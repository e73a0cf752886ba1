using StructuralError.Core.Statistics;
using Xunit;

namespace StructuralError.Tests.Analysis;

public sealed class DecreaseOnsetTests
{
    [Theory]
    [InlineData(40)]
    [InlineData(300)]
    public void Row_NoisyStep_IsFoundWhereItIs(int step) => Assert.Equal(step, DecreaseOnset.Row(Series(400, t => t < step ? -0.1 : -0.5)));

    [Fact]
    public void Row_SlowSlope_IsWhereTheMarginIsPassed() =>
        // -0.1 - 0.001 (t - 100) passes -0.2 at t = 200, give or take the noise of the median.
        Assert.InRange(DecreaseOnset.Row(Series(600, t => -0.1 - (0.001 * Math.Max(0, t - 100))))!.Value, 190, 210);

    [Fact]
    public void Row_DipThatPasses_IsNoOnset() => Assert.Equal(300, DecreaseOnset.Row(Series(400, t => t is >= 100 and < 140 or >= 300 ? -1 : -0.1)));

    [Fact]
    public void Row_NoDecrease_IsNull()
    {
        Assert.Null(DecreaseOnset.Row(Series(400, _ => -0.1)));
        Assert.Null(DecreaseOnset.Row(Series(400, t => -0.1 + (0.01 * t))));
    }

    [Fact]
    public void Row_DipInTheLastRows_IsNoOnset() =>
        // Ten rows are enough to move the last medians, whose windows are cut off, and too few to stay.
        Assert.Null(DecreaseOnset.Row(Series(400, t => t < 390 ? -0.1 : -1)));

    [Fact]
    public void Row_DecreaseFromTheStart_IsEarly() => Assert.InRange(DecreaseOnset.Row(Series(400, t => -0.02 * t))!.Value, 5, 15);

    [Fact]
    public void Row_LargerMargin_IsLater() => Assert.Equal(200, DecreaseOnset.Row(Series(400, t => t < 100 ? -0.1 : t < 200 ? -0.5 : -5), margin: 2));

    private static double[] Series(int rows, Func<int, double> level) => [.. Enumerable.Range(0, rows).Select(t => level(t) + (0.01 * Math.Sin(37 * t)))];
}
