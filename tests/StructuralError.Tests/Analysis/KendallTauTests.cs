using FsCheck;
using FsCheck.Fluent;
using StructuralError.Core.Statistics;
using Xunit;

namespace StructuralError.Tests.Analysis;

public sealed class KendallTauTests
{
    [Fact]
    public void Of_TiesInBoth_GivesTheKnownValue() =>
        // By hand: of 10 pairs 2 agree, 6 disagree, 8 differ in x and 9 in y, so (2 − 6) / √72. SciPy's kendalltau gives the same.
        Assert.Equal(-0.4714045207910317, KendallTau.Of([12, 2, 1, 12, 2], [1, 4, 7, 1, 0]), 15);

    [Theory]
    [InlineData(new double[] { 0, 1, 2, 3, 4, 5 }, 1)]
    [InlineData(new double[] { 5, 4, 3, 2, 1, 0 }, -1)]
    [InlineData(new double[] { 0, 1, 2, 3, 5, 4 }, 13.0 / 15)]
    [InlineData(new double[] { 0, 1, 2, 3, 4, double.PositiveInfinity }, 1)]
    public void Of_SixDepths_CountsPairsInOrder(double[] values, double expected) => Assert.Equal(expected, KendallTau.Of([0, 1, 2, 3, 4, 5], values), 15);

    [Fact]
    public void Of_TwoStepsBeyondTheRun_AreTied() =>
        // 14 of 15 pairs differ in y, all of them in order.
        Assert.Equal(14 / Math.Sqrt(15 * 14), KendallTau.Of([0, 1, 2, 3, 4, 5], [0, 1, 2, 3, double.PositiveInfinity, double.PositiveInfinity]), 15);

    [Fact]
    public void Of_NothingToOrder_IsNotANumber()
    {
        Assert.True(double.IsNaN(KendallTau.Of([], [])));
        Assert.True(double.IsNaN(KendallTau.Of([1], [2])));
        Assert.True(double.IsNaN(KendallTau.Of([1, 2, 3], [4, 4, 4])));
        Assert.True(double.IsNaN(KendallTau.Of([1, 2, 3], [4, double.NaN, 5])));
    }

    [Fact]
    public void Of_DifferentLengths_Throws() => Assert.Throws<ArgumentException>(() => KendallTau.Of([1, 2], [1]));

    [Fact]
    public void Of_AnySeries_OnlyTheOrderCountsAndTheSignTurns() => Prop.ForAll<int[]>(values =>
    {
        double[] x = [.. Enumerable.Range(0, values.Length).Select(i => (double)i)], y = [.. values.Select(value => (double)(value % 100))];
        double tau = KendallTau.Of(x, y);
        Assert.Equal(tau, KendallTau.Of(x, [.. y.Select(value => Math.Exp(value / 10))]));
        Assert.Equal(-tau, KendallTau.Of(x, [.. y.Select(value => -value)]));
        Assert.True(double.IsNaN(tau) || Math.Abs(tau) <= 1);
    }).QuickCheckThrowOnFailure();
}
