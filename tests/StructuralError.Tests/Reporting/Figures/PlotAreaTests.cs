using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Layout;
using StructuralError.Reporting.Figures.Model;
using Xunit;

namespace StructuralError.Tests.Reporting.Figures;

public class PlotAreaTests
{
    [Fact]
    public void Of_AnyFigure_TellsWhereEachCurveIsDrawn()
    {
        foreach (Figure figure in SampleFigures.All.Values)
        {
            LaidOutFigure laidOut = FigureLayout.Of(figure);
            Assert.Equal(figure.Panels, laidOut.Plots.Select(plot => plot.Panel));
            Box page = new(0, 0, laidOut.Drawing.Width, laidOut.Drawing.Height);
            Assert.All(laidOut.Plots, plot => Assert.True(page.Contains(plot.Box)));
        }
    }

    [Fact]
    public void Of_Curve_ItsValuesMapToItsPoints()
    {
        Series series = new() { Key = "s", X = [0, 5, 10], Y = [0.01, 1, 10], Ink = Ink.Blue };
        Figure figure = Single(new Panel { X = new Axis { Padding = 0 }, Y = new Axis { Logarithmic = true }, Series = [series] });
        LaidOutFigure laidOut = FigureLayout.Of(figure);
        PlotArea plot = Assert.Single(laidOut.Plots);

        Point[] drawn = laidOut.Drawing.Leaves().OfType<LineMark>().Single(line => line.Ink == Ink.Blue).Lines[0];
        Assert.Equal(drawn, series.X.Zip(series.Y, (x, y) => new Point(plot.X.Map(x), plot.Y.Map(y))));
        Assert.Equal((plot.Box.Left, plot.Box.Right), (drawn[0].X, drawn[^1].X));
        Assert.Equal(7, plot.X.Invert(plot.X.Map(7)), 1e-9);
        Assert.Equal(0.3, plot.Y.Invert(plot.Y.Map(0.3)), 1e-9);
    }

    [Fact]
    public void Of_PanelsThatNameOneScale_HaveItWhereverTheyStand()
    {
        static Panel Flat(double level, string? scale) => new()
        {
            X = new Axis(),
            Y = new Axis(),
            YScale = scale,
            Series = [new Series { Key = "s", X = [0, 1], Y = [0, level], Ink = Ink.Blue }],
        };
        Figure figure = Single(Flat(1, "one")) with { Panels = [Flat(1, "one"), Flat(2, null), Flat(50, "one"), Flat(7, "two")], Columns = 2 };
        AxisRange[] ranges = [.. FigureLayout.Of(figure).Plots.Select(plot => plot.Y.Range)];
        Assert.Equal(ranges[0], ranges[2]);
        Assert.InRange(ranges[0].Maximum, 50, 55);
        Assert.InRange(ranges[1].Maximum, 2, 2.2);
        Assert.InRange(ranges[3].Maximum, 7, 7.7);
    }

    [Fact]
    public void Of_Tolerance_LeavesOutPointsOfCurvesAndBands()
    {
        double[] x = [.. Enumerable.Range(0, 300).Select(i => (double)i)], y = [.. x.Select(value => value / 7)];
        Figure exact = Single(new Panel
        {
            X = new Axis(),
            Y = new Axis(),
            Series = [new Series { Key = "s", X = x, Y = y, Ink = Ink.Blue }],
            Bands = [new Band { Key = "s", X = x, Lower = y, Upper = [.. y.Select(value => value + 3)], Ink = Ink.Green }],
        });
        Panel panel = exact.Panels[0];
        Figure thinned = exact with { Panels = [panel with { Series = [panel.Series[0] with { Tolerance = 0.1 }], Bands = [panel.Bands[0] with { Tolerance = 0.1 }] }] };
        Assert.Equal((300, 600), Points(exact));
        Assert.Equal((2, 4), Points(thinned));

        static (int Line, int Area) Points(Figure figure)
        {
            Mark[] marks = [.. FigureLayout.Arrange(figure).Leaves()];
            return (marks.OfType<LineMark>().Single(line => line.Ink == Ink.Blue).Lines.Sum(line => line.Length), marks.OfType<AreaMark>().Single(area => area.Ink == Ink.Green).Outlines.Sum(line => line.Length));
        }
    }

    private static Figure Single(Panel panel) => new() { Id = "f", Title = "t", Description = "d", Panels = [panel] };
}
