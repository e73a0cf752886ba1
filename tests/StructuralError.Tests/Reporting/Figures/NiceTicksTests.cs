using System.Globalization;
using StructuralError.Reporting.Figures.Layout;
using Xunit;

namespace StructuralError.Tests.Reporting.Figures;

public class NiceTicksTests
{
    private static readonly double[] Nice = [1, 2, 5];

    [Theory]
    [InlineData(0, 937, 10, "0 100 200 300 400 500 600 700 800 900")]
    [InlineData(0, 937, 5, "0 200 400 600 800")]
    [InlineData(-0.31, 0.32, 5, "−0.2 0 0.2")]
    [InlineData(0, 1, 6, "0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(0.1, 0.3, 3, "0.1 0.2 0.3")]
    [InlineData(-12.4, 0.5, 9, "−12 −10 −8 −6 −4 −2 0")]
    [InlineData(0, 50000, 6, "0 10,000 20,000 30,000 40,000 50,000")]
    [InlineData(0, 5e-9, 6, "0 1e−9 2e−9 3e−9 4e−9 5e−9")]
    [InlineData(1e12, 1.4e12, 5, "1e12 1.1e12 1.2e12 1.3e12 1.4e12")]
    public void Choose_KnownRanges_GivesTheseLabels(double min, double max, int atMost, string expected) =>
        Assert.Equal(expected, string.Join(' ', NiceTicks.Choose(min, max, atMost).Select(tick => tick.Label)));

    [Fact]
    public void Choose_AnyRange_KeepsItsPromises()
    {
        System.Random random = new(2);
        for (int i = 0; i < 3000; i++)
        {
            double size = Math.Pow(10, (random.NextDouble() * 24) - 12);
            double min = ((random.NextDouble() * 4) - 2) * size, max = min + (size * Math.Pow(10, random.NextDouble() * -4));
            int atMost = random.Next(5, 12);
            IReadOnlyList<Tick> ticks = NiceTicks.Choose(min, max, atMost);

            Assert.InRange(ticks.Count, 2, atMost);
            double slack = (max - min) * 1e-6;
            double step = ticks[1].Value - ticks[0].Value;
            for (int j = 0; j < ticks.Count; j++)
            {
                Assert.InRange(ticks[j].Value, min - slack, max + slack);
                Assert.Equal(ticks[j].Value, Read(ticks[j].Label));
                Assert.True(j == 0 || Math.Abs(ticks[j].Value - ticks[j - 1].Value - step) <= 1e-6 * step, "ticks are not evenly spaced");
            }

            double mantissa = step / Math.Pow(10, Math.Floor(Math.Log10(step * 1.000001)));
            Assert.Contains(Nice, nice => Math.Abs(mantissa - nice) < 1e-4);
            Assert.Equal(ticks.Count, ticks.Select(tick => tick.Label).Distinct().Count());
        }
    }

    [Fact]
    public void Choose_WholeNumbers_GivesNoFractions()
    {
        Assert.Equal(["0", "1", "2"], NiceTicks.Choose(-0.2, 2.4, 10, wholeNumbers: true).Select(tick => tick.Label));
        Assert.Equal(["0"], NiceTicks.Choose(-0.5, 0.5, 10, wholeNumbers: true).Select(tick => tick.Label));
    }

    [Theory]
    [InlineData(-3.5, -2.2, 6, "0.0005 0.001 0.002 0.005")]
    [InlineData(-4, 0, 6, "0.0001 0.001 0.01 0.1 1")]
    [InlineData(-9, 1, 4, "1e−9 1e−6 0.001 1")]
    [InlineData(0.35, 0.65, 6, "2.5 3.0 3.5 4.0")]
    public void ChooseLogarithmic_KnownRanges_GivesTheseLabels(double min, double max, int atMost, string expected) =>
        Assert.Equal(expected, string.Join(' ', NiceTicks.ChooseLogarithmic(min, max, atMost).Select(tick => tick.Label)));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 0)]
    [InlineData(double.NaN, 1)]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(1e300, 1.0000000000000002e300)]
    public void Choose_NoRange_Throws(double min, double max) => Assert.Throws<ArgumentOutOfRangeException>(() => NiceTicks.Choose(min, max, 5));

    private static double Read(string label) =>
        double.Parse(label.Replace('−', '-'), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
