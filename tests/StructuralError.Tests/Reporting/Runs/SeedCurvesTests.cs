using StructuralError.Core.Statistics;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Runs;
using Xunit;

namespace StructuralError.Tests.Reporting.Runs;

public class SeedCurvesTests
{
    private static readonly CurveStyle Style = new("key", "name", Ink.Green, Dash.Dotted);

    [Fact]
    public void Series_SeveralRuns_MeanIntervalAndTheRunsThemselves()
    {
        SeedCurves curves = new(Style, [new([0, 1], [1, 2]), new([0, 1], [3, 8]), new([0, 1], [5, 5])]);
        Series[] series = [.. curves.Series];
        Band band = Assert.Single(curves.Bands);
        Assert.Equal([3, 5], series[0].Y);
        Assert.Equal(("key", "name", Ink.Green, Dash.Dotted), (series[0].Key, series[0].Name, series[0].Ink, series[0].Dash));
        Assert.Equal([[1, 2], [3, 8], [5, 5]], series.Skip(1).Select(run => run.Y));
        Assert.All(series.Skip(1), run => Assert.True(run is { Name: null, Key: "key", Layer: < 0, Opacity: < 1 }));
        SeedInterval expected = SeedInterval.Of([2, 8, 5]);
        Assert.Equal(("key", expected.Lower, expected.Upper), (band.Key, band.Lower[1], band.Upper[1]));
    }

    [Fact]
    public void Series_RunsOfDifferentLength_MeanStandsWhereAllHaveAPoint()
    {
        SeedCurves curves = new(Style, [new([0, 2, 4, 6], [1, 2, 3, 4]), new([2, 4, 5], [4, 5, 6])]);
        Series mean = curves.Series.First();
        Assert.Equal([2, 4], mean.X);
        Assert.Equal([3, 4], mean.Y);
    }

    [Fact]
    public void Series_OneRun_IsItselfWithoutBand()
    {
        SeedCurves curves = new(Style, [new([0, 1], [1, 2])]);
        Assert.Equal([1, 2], Assert.Single(curves.Series).Y);
        Assert.Empty(curves.Bands);
    }

    [Fact]
    public void Series_NoRun_IsNone()
    {
        SeedCurves curves = new(Style, []);
        Assert.Empty(curves.Series);
        Assert.Empty(curves.Bands);
    }

    [Fact]
    public void Bands_PlacesThatDifferAlongX_AreNone()
    {
        SeedCurves curves = new(Style, [new([0, 1], [10, 20], [1, 2]), new([0, 1], [30, 40], [3, 4])]);
        Assert.Equal([20, 30], curves.Series.First().X);
        Assert.Empty(curves.Bands);
    }

    [Fact]
    public void Series_Logarithmic_IsTheGeometricMean()
    {
        SeedCurves curves = new(Style, [new([0, 1], [1, -1]), new([0, 1], [4, 2])], logarithmic: true);
        Series mean = curves.Series.First();
        Assert.Equal(2, mean.Y[0], 1e-12);
        Assert.Equal(double.NaN, mean.Y[1]);
        SeedInterval expected = SeedInterval.Of([0, Math.Log(4)]);
        Assert.Equal(Math.Exp(expected.Upper), curves.Bands.Single().Upper[0], 1e-12);
    }

    [Fact]
    public void Bands_Limits_AreNotLeft()
    {
        Band band = Assert.Single(new SeedCurves(Style, [new([0, 1], [-0.9, double.NaN]), new([0, 1], [0.9, 1])], limits: (-1, 1)).Bands);
        Assert.Equal((-1, 1), (band.Lower[0], band.Upper[0]));
        Assert.Equal(double.NaN, band.Upper[1]);
    }

    [Theory]
    [InlineData("One seed a curve.", 1, "seed", true, 1)]
    [InlineData("One run a curve. All as running means of 23 steps.", 23, "run", true, 1, 1)]
    [InlineData("Bold: mean over 3 seeds; band: its 95 % confidence interval; faint: single runs.", 1, "seed", true, 3, 3)]
    [InlineData("Bold: mean over 2 to 5 runs; faint: single runs. All as running means of 23 steps.", 23, "run", false, 5, 2)]
    public void Explain_Counts_SaysWhatIsDrawn(string expected, int window, string what, bool bands, params int[] seeds) =>
        Assert.Equal(expected, SeedPanel.Explain(seeds, window, what, bands));

    [Theory]
    [InlineData("23 steps.", 1, 1)]
    [InlineData("23 measured steps, one in 7.", 7, 7)]
    [InlineData("23 measured steps.", 7, 1)]
    public void Explain_StepsThatWereNotMeasured_CountsRows(string expected, int first, int second) => Assert.EndsWith(
        $" as running means of {expected}", SeedPanel.Explain([1], 23, steps: [[0, first], [0, second], [0]]), StringComparison.Ordinal);
}
