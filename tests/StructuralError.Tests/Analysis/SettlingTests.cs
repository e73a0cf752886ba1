using StructuralError.Core.Statistics;
using Xunit;

namespace StructuralError.Tests.Analysis;

public sealed class SettlingTests
{
    [Fact]
    public void Row_StraightFall_SettlesWhereTheBandBegins() =>
        // From 0 to -10 over 200 rows, then still: the band of ±1 begins at -9, row 180.
        Assert.InRange(Settling.Row(Series(600, t => -10 * Math.Min(1, t / 200.0)))!.Value, 179, 182);

    [Fact]
    public void Row_WiderBand_SettlesSooner() => Assert.InRange(Settling.Row(Series(600, t => -10 * Math.Min(1, t / 200.0)), 0.2)!.Value, 159, 162);

    [Fact]
    public void Row_Overshoot_CountsUntilItIsBackInTheBand() =>
        Assert.InRange(Settling.Row(Series(600, t => t < 100 ? -0.1 * t : t < 300 ? -14 : -10))!.Value, 298, 301);

    [Fact]
    public void Row_StillMovingAtTheEnd_IsNull()
    {
        Assert.Null(Settling.Row(Series(600, t => -0.02 * t)));
        Assert.Null(Settling.Row(Series(600, t => t < 540 ? 0 : -10)));
    }

    [Fact]
    public void Row_NeverMoved_IsNull()
    {
        Assert.Null(Settling.Row(Series(600, _ => -1)));
        Assert.Null(Settling.Row([.. Enumerable.Repeat(-1.0, 600)]));
    }

    [Fact]
    public void Row_NotFinite_IsNull()
    {
        Assert.Null(Settling.Row(Series(600, t => t == 300 ? double.NaN : -0.1 * Math.Min(t, 100))));
        Assert.Null(Settling.Row(Series(600, t => t < 300 ? double.PositiveInfinity : 1)));
    }

    [Fact]
    public void Row_TooShort_IsNull() => Assert.Null(Settling.Row(Series(99, t => t < 10 ? 0 : -10)));

    private static double[] Series(int rows, Func<int, double> level) => [.. Enumerable.Range(0, rows).Select(t => level(t) + (0.05 * Math.Sin(37 * t)))];
}
