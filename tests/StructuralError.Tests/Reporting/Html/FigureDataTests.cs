using System.Text;
using System.Text.Json;
using StructuralError.Reporting.Figures.Layout;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Html.Interaction;
using StructuralError.Tests.Reporting.Figures;
using Xunit;

namespace StructuralError.Tests.Reporting.Html;

public class FigureDataTests
{
    public static TheoryData<string> Names => SampleFigures.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void ToJson_AnyFigure_GivesItsValuesBackAsExactlyAsTheDeepestZoomNeeds(string name)
    {
        LaidOutFigure figure = FigureLayout.Of(SampleFigures.All[name]);
        JsonElement[] panels = [.. Parse(figure).EnumerateArray()];

        Assert.Equal(figure.Plots.Count, panels.Length);
        foreach ((PlotArea plot, JsonElement panel) in figure.Plots.Zip(panels).Where(pair => pair.Second.ValueKind != JsonValueKind.Null))
        {
            double pixel = (plot.Y.Range.Maximum - plot.Y.Range.Minimum) / plot.Box.Height;
            Series[] drawn = [.. plot.Panel.Series.OrderBy(series => series.Layer)];
            foreach ((Series series, JsonElement item) in drawn.Zip(panel.GetProperty("series").EnumerateArray()).Where(pair => pair.First.Opacity >= 0.5))
            {
                double[] xs = Abscissas(panel, item.GetProperty("x").GetInt32()), ys = Ordinates(panel, item.GetProperty("y"));
                Assert.Equal(series.X, xs);
                Assert.Equal(series.Y.Count, ys.Length);
                for (int i = 0; i < ys.Length; i++)
                {
                    double expected = plot.Y.IsDrawn(series.Y[i]) ? plot.Y.Range.Along(series.Y[i]) : double.NaN;
                    Assert.Equal(expected, ys[i], pixel / ValueGrid.DeepestZoom);
                }
            }
        }
    }

    [Fact]
    public void ToJson_FaintRuns_AreWithoutValues()
    {
        JsonElement panel = Parse(FigureLayout.Of(SamplePages.Curves("f")))[0];
        JsonElement[] series = [.. panel.GetProperty("series").EnumerateArray()];

        Assert.Equal(4, series.Length);
        // Drawn first, because their layer is below.
        Assert.All(series[..2], faint => Assert.Empty(faint.EnumerateObject()));
        Assert.Equal("rising", series[2].GetProperty("name").GetString());
        Assert.Equal([50], Ordinates(panel, series[3].GetProperty("y")).Index().Where(value => double.IsNaN(value.Item)).Select(value => value.Index));
    }

    [Fact]
    public void ToJson_PanelsWithOneScale_AreOneGroup()
    {
        JsonElement panels = Parse(FigureLayout.Of(SamplePages.Curves("f")));
        Assert.Equal(0, panels[1].GetProperty("x").GetProperty("group").GetInt32());
        Assert.Equal(1, panels[1].GetProperty("y").GetProperty("group").GetInt32());
    }

    [Fact]
    public void ToJson_CurveWithoutAName_IsCalledAsInAnotherPanel()
    {
        Figure figure = SampleFigures.All["epoch: local_pearson"];
        JsonElement below = Parse(FigureLayout.Of(figure))[1].GetProperty("series");
        Assert.Equal(["with the upper bound", "with the lower bound"], below.EnumerateArray().Select(series => series.GetProperty("name").GetString()));
    }

    [Fact]
    public void ToJson_AnnotationsAndLines_AreThere()
    {
        JsonElement panel = Parse(FigureLayout.Of(SamplePages.Curves("f")))[0];
        Assert.Equal("onset", panel.GetProperty("lines")[0].GetProperty("label").GetString());
        Assert.Equal(60, panel.GetProperty("annotations")[0][0].GetDouble());
    }

    [Fact]
    public void ToJson_FiftyThousandSteps_StaysSmallAndKeepsTheExtremes()
    {
        double[] x = [.. Enumerable.Range(0, 50_000).Select(i => (double)i)], y = [.. x.Select(i => Math.Sin(i / 900))];
        (y[12_345], y[12_346]) = (7, -7);
        Panel panel = new() { X = new Axis(), Y = new Axis(), Series = [new Series { Key = "k", X = x, Y = y, Ink = Ink.Blue }] };
        LaidOutFigure figure = FigureLayout.Of(new Figure { Id = "f", Title = "t", Description = "d", Panels = [panel] });

        string json = FigureData.ToJson(figure);
        JsonElement data = JsonDocument.Parse(json).RootElement[0];
        double[] ys = Ordinates(data, data.GetProperty("series")[0].GetProperty("y")), xs = Abscissas(data, 0);
        Assert.InRange(json.Length, 1000, 60_000);
        Assert.Equal(7, ys.Max(), 1e-2);
        Assert.Equal(-7, ys.Min(), 1e-2);
        Assert.Equal(12_345, xs[Array.IndexOf(ys, ys.Max())]);
        Assert.Equal((0, 49_999), (xs[0], xs[^1]));
        Assert.Equal(xs.Order(), xs);
    }

    [Fact]
    public void ToJson_LongCurveWithGaps_KeepsItsExtremesAndTheGapsThatAreSeen()
    {
        // 0 has no place on a logarithmic axis. The page is given four of each 20 points.
        double[] x = [.. Enumerable.Range(0, 20_000).Select(i => (double)i)];
        double[] y = [.. x.Select(i => i % 3 == 0 || i is > 5_000 and < 5_100 ? 0 : 1 + (i % 17))];
        Panel panel = new() { X = new Axis(), Y = new Axis { Logarithmic = true }, Series = [new Series { Key = "k", X = x, Y = y, Ink = Ink.Blue }] };
        JsonElement data = Parse(FigureLayout.Of(new Figure { Id = "f", Title = "t", Description = "d", Panels = [panel] }))[0];
        double[] ys = Ordinates(data, data.GetProperty("series")[0].GetProperty("y")), xs = Abscissas(data, 0);

        Assert.All(xs.Zip(ys), point => Assert.Equal(y[(int)point.First] > 0 ? Math.Log10(y[(int)point.First]) : double.NaN, point.Second, 1e-3));
        for (int piece = 0; piece < 1000; piece++)
        {
            double[] drawn = [.. y[(20 * piece)..(20 * (piece + 1))].Where(value => value > 0)];
            double[] kept = [.. xs.Where(at => (int)at / 20 == piece).Select(at => y[(int)at]).Where(value => value > 0)];
            Assert.Equal(drawn.DefaultIfEmpty(0).Min(), kept.DefaultIfEmpty(0).Min());
            Assert.Equal(drawn.DefaultIfEmpty(0).Max(), kept.DefaultIfEmpty(0).Max());
        }

        Assert.Contains(xs.Zip(ys), point => point.First is > 5_000 and < 5_100 && double.IsNaN(point.Second));
        Assert.InRange(ys.Length, 2_000, 6_000);
    }

    [Theory]
    [InlineData(0, "A")]
    [InlineData(1, "C")]
    [InlineData(-1, "D")]
    [InlineData(15, "e")]
    [InlineData(16, "gB")]
    [InlineData(-1000, "x-B")]
    public void Vlq_AnyNumber_IsAsInSourceMaps(long number, string expected)
    {
        StringBuilder text = new();
        Vlq.Append(text, number);
        Assert.Equal(expected, text.ToString());
    }

    private static JsonElement Parse(LaidOutFigure figure) => JsonDocument.Parse(FigureData.ToJson(figure)).RootElement;

    // What the page's script does (curves.js), here once more.
    private static double[] Ordinates(JsonElement panel, JsonElement distances)
    {
        double start = panel.GetProperty("base").GetDouble(), quantum = Math.Pow(10, -panel.GetProperty("digits").GetInt32());
        const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        List<double> values = [];
        long level = 0, rest = 0;
        int shift = 0;
        foreach (char character in distances.GetString()!)
        {
            long digit = Digits.IndexOf(character, StringComparison.Ordinal);
            rest |= digit < 0 ? 0 : (digit & 31) << shift;
            shift += 5;
            if (digit < 0)
            {
                values.Add(double.NaN);
            }
            else if (digit < 32)
            {
                level += (rest & 1) == 1 ? -(rest >> 1) : rest >> 1;
                values.Add(start + (level * quantum));
            }

            (rest, shift) = digit < 32 ? (0, 0) : (rest, shift);
        }

        return [.. values];
    }

    private static double[] Abscissas(JsonElement panel, int list)
    {
        JsonElement xs = panel.GetProperty("xs")[list];
        return xs.TryGetProperty("even", out JsonElement even)
            ? [.. Enumerable.Range(0, even[2].GetInt32()).Select(i => even[0].GetDouble() + (i * even[1].GetDouble()))]
            : [.. xs.GetProperty("values").EnumerateArray().Select(value => value.GetDouble())];
    }
}
