using StructuralError.Core.Statistics;
using Xunit;

namespace StructuralError.Tests.Analysis;

public sealed class SeedIntervalTests
{
    [Theory]
    [InlineData(1, 12.7062047364)]
    [InlineData(2, 4.3026527297)]
    [InlineData(4, 2.7764451052)]
    [InlineData(30, 2.0422724563)]
    public void The_quantiles_are_those_of_the_printed_tables(int degreesOfFreedom, double expected) =>
        Assert.Equal(expected, SeedInterval.Quantile(degreesOfFreedom), 9);

    [Fact]
    public void Five_values_give_their_mean_and_Students_interval()
    {
        // Mean 3, s = sqrt(2.5), half width 2.7764451052 · sqrt(2.5 / 5).
        var interval = SeedInterval.Of([1, 2, 3, 4, 5]);
        Assert.Equal(3, interval.Mean, 12);
        Assert.Equal(3 - 1.9632431614, interval.Lower, 9);
        Assert.Equal(3 + 1.9632431614, interval.Upper, 9);
    }

    [Fact]
    public void One_value_has_a_mean_and_no_interval()
    {
        var interval = SeedInterval.Of([7]);
        Assert.Equal((7, double.NaN, double.NaN), (interval.Mean, interval.Lower, interval.Upper));
    }

    [Fact]
    public void A_value_that_is_not_a_number_is_not_hidden() => Assert.True(double.IsNaN(SeedInterval.Of([1, double.NaN]).Mean));
}
