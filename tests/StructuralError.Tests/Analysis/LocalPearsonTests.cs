using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.Statistics;
using StructuralError.Core.Statistics;
using Xunit;

namespace StructuralError.Tests.Analysis;

public class LocalPearsonTests
{
    // MathNet updates its sums term by term: with an offset of up to 500 and a spread of 1, that costs about 6 of its 16 digits.
    private const double Tolerance = 1e-9;

    [Fact]
    public void Add_AnySeries_AgreesWithMathNetOverTheTrailingWindow() =>
        Prop.ForAll<int, int>((seed, size) =>
        {
            var random = new System.Random(seed);
            int window = 2 + Math.Abs(size % 60), count = window + random.Next(100);
            double slope = random.NextDouble() - 0.5, offset = 1000 * (random.NextDouble() - 0.5);
            double[] x = [.. Enumerable.Range(0, count).Select(_ => offset + random.NextDouble())];
            double[] y = [.. x.Select(value => (slope * value) + random.NextDouble())];
            var pearson = new LocalPearson(window);
            for (int i = 0; i < count; i++)
            {
                double? actual = pearson.Add(x[i], y[i]);
                if (i < window - 1)
                {
                    Assert.Null(actual);
                    continue;
                }

                double expected = Correlation.Pearson(x[(i + 1 - window)..(i + 1)], y[(i + 1 - window)..(i + 1)]);
                Assert.NotNull(actual);
                Assert.True(Math.Abs(actual.Value - expected) <= Tolerance, $"seed {seed}, window {window}, row {i}: {actual} is not {expected}");
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Add_PaperWindow_GivesItsFirstValueAtRow49()
    {
        var pearson = new LocalPearson();
        for (int i = 0; i < 49; i++)
        {
            Assert.Null(pearson.Add(i, i));
        }

        Assert.Equal(1, pearson.Add(49, 49)!.Value, 15);
    }

    [Fact]
    public void Add_ByHand_GivesTheKnownValue()
    {
        var pearson = new LocalPearson(3);
        pearson.Add(1, 2);
        pearson.Add(2, 1);
        // x − x̄ = (−1, 0, 1), y − ȳ = (0, −1, 1): r = 1 / (√2 · √2).
        Assert.Equal(0.5, pearson.Add(3, 3)!.Value, 15);
    }

    [Theory]
    [InlineData(1.0, 2.0)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(double.PositiveInfinity, 1.0)]
    public void Add_SeriesThatStandsStillOrIsNotFinite_IsUndefined(double first, double second)
    {
        var pearson = new LocalPearson(4);
        pearson.Add(first, 5);
        pearson.Add(second, 5);
        pearson.Add(first, 5);
        Assert.Null(pearson.Add(second, 5));
    }

    // The mean of 50 equal numbers is not that number: their deviations from it would correlate.
    [Theory]
    [InlineData(0.1, 0)]
    [InlineData(-0.206123456789, 0)]
    [InlineData(0.1, 13)]
    [InlineData(-2.302585092994046, 13)]
    public void Add_ValuesThatDifferByRounding_IsUndefined(double value, int lastBits)
    {
        var pearson = new LocalPearson();
        var random = new System.Random(1);
        for (int i = 0; i < 60; i++)
        {
            double still = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(value) + (lastBits == 0 ? 0 : random.Next(lastBits)));
            Assert.Null(pearson.Add(still, 3 + (2 * still)));
        }

        // One value that moves, in one of the series alone, is not enough; in both it is.
        Assert.Null(pearson.Add(value, value + 1));
        Assert.NotNull(pearson.Add(value + 1, value + 1));
    }

    [Fact]
    public void Add_OrderOfTheWindow_DoesNotDependOnWhatCameBefore()
    {
        double[] x = [.. Enumerable.Range(0, 20).Select(i => Math.Sin(i))], y = [.. Enumerable.Range(0, 20).Select(i => Math.Cos(3 * i))];
        var late = new LocalPearson(20);
        for (int i = 0; i < 7; i++)
        {
            late.Add(1e6 * i, -i);
        }

        var fresh = new LocalPearson(20);
        double? expected = null, actual = null;
        for (int i = 0; i < 20; i++)
        {
            (expected, actual) = (fresh.Add(x[i], y[i]), late.Add(x[i], y[i]));
        }

        Assert.Equal(BitConverter.DoubleToInt64Bits(expected!.Value), BitConverter.DoubleToInt64Bits(actual!.Value));
    }
}
