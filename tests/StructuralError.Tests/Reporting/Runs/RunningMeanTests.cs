using FsCheck;
using FsCheck.Fluent;
using StructuralError.Reporting.Runs;
using Xunit;

namespace StructuralError.Tests.Reporting.Runs;

public class RunningMeanTests
{
    [Fact]
    public void Of_WindowOfThree_IsCentredAndShrinksAtTheEnds() =>
        Assert.Equal([1.5, 2, 4, 5, 6], RunningMean.Of([1, 2, 3, 7, 5], 3));

    [Fact]
    public void Of_WindowOfOne_GivesTheValues() => Assert.Equal([1, 2, 3], RunningMean.Of([1, 2, 3], 1));

    [Fact]
    public void Of_NotFinite_StaysAGapAndHarmsNoOther() =>
        Assert.Equal([1, double.NaN, 4, 4, double.NaN, 6], RunningMean.Of([1, double.NaN, 3, 5, double.NegativeInfinity, 6], 3));

    /// <summary>To the last bit: the bytes of a figure do not depend on how many sums are made at a time.</summary>
    [Fact]
    public void Of_AnyValues_IsTheSumInOrderOverTheCount() => Prop.ForAll<int>(seed =>
    {
        var random = new System.Random(seed);
        double[] values = [.. Enumerable.Range(0, random.Next(400)).Select(_ => random.Next(9) == 0 ? double.NaN : Math.Exp(20 * (random.NextDouble() - 0.5)))];
        int half = random.Next(60);
        double[] means = RunningMean.Of(values, (2 * half) + 1);
        for (int i = 0; i < values.Length; i++)
        {
            double[] window = [.. values[Math.Max(0, i - half)..Math.Min(values.Length, i + half + 1)].Where(double.IsFinite)];
            Assert.Equal(double.IsFinite(values[i]) ? window.Aggregate(0.0, (sum, value) => sum + value) / window.Length : double.NaN, means[i]);
        }
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-1)]
    public void Of_WindowWithoutACentre_Throws(int window) => Assert.Throws<ArgumentOutOfRangeException>(() => RunningMean.Of([1, 2], window));
}
