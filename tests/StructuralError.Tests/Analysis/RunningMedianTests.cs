using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.Statistics;
using StructuralError.Core.Statistics;
using Xunit;

namespace StructuralError.Tests.Analysis;

public sealed class RunningMedianTests
{
    [Trait("Speed", "Slow")]
    [Fact]
    public void Of_AnySeries_AgreesWithMathNetOverTheWindow() => Prop.ForAll<int, int>((seed, size) =>
    {
        var random = new System.Random(seed);
        int window = 1 + (2 * Math.Abs(size % 20));
        double[] values = [.. Enumerable.Range(0, random.Next(80)).Select(_ => random.NextDouble())], medians = RunningMedian.Of(values, window);
        for (int i = 0; i < values.Length; i++)
        {
            int first = Math.Max(0, i - (window / 2)), end = Math.Min(values.Length, i + (window / 2) + 1);
            Assert.Equal(Statistics.Median(values[first..end]), medians[i], 15);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_OneOddRow_LeavesNoTrace() => Assert.Equal([1, 1, 1, 1, 1], RunningMedian.Of([1, 1, 1e9, 1, 1], 3));

    [Fact]
    public void Of_NotANumber_IsNotHidden()
    {
        double[] medians = RunningMedian.Of([1, double.NaN, 1, 1, 1], 3);
        Assert.Equal([true, true, true, false, false], medians.Select(double.IsNaN));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Of_WindowWithoutCentre_Throws(int window) => Assert.Throws<ArgumentOutOfRangeException>(() => RunningMedian.Of([1], window));
}
