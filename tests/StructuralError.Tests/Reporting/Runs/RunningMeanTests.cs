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

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-1)]
    public void Of_WindowWithoutACentre_Throws(int window) => Assert.Throws<ArgumentOutOfRangeException>(() => RunningMean.Of([1, 2], window));
}
