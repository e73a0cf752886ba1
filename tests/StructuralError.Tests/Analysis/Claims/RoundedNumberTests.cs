using StructuralError.Experiments.Paper.Claims.Judging;
using Xunit;

namespace StructuralError.Tests.Analysis.Claims;

public sealed class RoundedNumberTests
{
    [Theory]
    [InlineData(0.95349, "0.953")]
    [InlineData(-1.2, "-1.2")]
    [InlineData(0, "0")]
    [InlineData(5229.7, "5230")]
    [InlineData(999.7, "1000")]
    [InlineData(-12345678, "-12345678")]
    [InlineData(0.0000123, "1.23E-05")]
    [InlineData(double.NaN, "undefined")]
    [InlineData(double.PositiveInfinity, "∞")]
    [InlineData(double.NegativeInfinity, "-∞")]
    public void Text_HasThreeDigitsInEveryCulture(double value, string expected)
    {
        using var culture = new Reporting.CommaCulture();
        Assert.Equal(expected, RoundedNumber.Text(value));
    }
}
