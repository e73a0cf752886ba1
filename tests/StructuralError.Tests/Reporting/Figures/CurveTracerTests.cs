using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Layout;
using StructuralError.Reporting.Figures.Model;
using Xunit;

namespace StructuralError.Tests.Reporting.Figures;

public class CurveTracerTests
{
    private static readonly double NaN = double.NaN;

    [Fact]
    public void Trace_FewPoints_KeepsThemAll()
    {
        double[] xs = [.. Enumerable.Range(0, 150).Select(i => (double)i)];
        (IReadOnlyList<Point[]> lines, _) = Tracer(0, 149).Trace(xs, xs);
        Assert.Equal(150, Assert.Single(lines).Length);
    }

    [Fact]
    public void Trace_Gaps_InterruptTheLine()
    {
        double[] xs = [0, 1, 2, 3, 4, 5, 6, 7];
        double[] ys = [0, 1, NaN, 3, double.PositiveInfinity, 5, 6, double.NegativeInfinity];

        (IReadOnlyList<Point[]> lines, IReadOnlyList<Point[]> lone) = Tracer(0, 10).Trace(xs, ys);

        Assert.Equal(new Point[][] { [new(0, 100), new(10, 90)], [new(50, 50), new(60, 40)] }, lines);
        Assert.Equal([new Point(30, 70)], Assert.Single(lone));
    }

    [Fact]
    public void Trace_Band_IsClosedAndInterrupted()
    {
        Band band = new() { Key = "b", Ink = Ink.Blue, X = [0, 1, 2, 3, 4], Lower = [1, 1, NaN, 1, 1], Upper = [2, 3, 3, 3, 3] };
        IReadOnlyList<Point[]> outlines = Tracer(0, 10).Trace(band);
        Assert.Equal(2, outlines.Count);
        Assert.Equal([new Point(0, 80), new(10, 70), new(10, 90), new(0, 90)], outlines[0]);
    }

    [Fact]
    public void Trace_DenseBand_IsInterruptedByGapsThatAreSeen()
    {
        double[] x = [.. Enumerable.Range(0, 10_001).Select(i => i / 1000.0)];
        double[] lower = [.. x.Select((_, i) => i % 20 == 0 || i is > 3000 and < 3200 ? NaN : 1 + (i % 3))], upper = [.. x.Select((_, i) => 6.0 + (i % 3))];
        IReadOnlyList<Point[]> outlines = Tracer(0, 10).Trace(new Band { Key = "b", Ink = Ink.Blue, X = x, Lower = lower, Upper = upper });

        Assert.Equal(2, outlines.Count);
        Assert.Equal([30, 32], [outlines[0].Max(point => point.X), outlines[1].Min(point => point.X)], (a, b) => Math.Abs(a - b) < 0.05);
        Assert.InRange(outlines.Sum(outline => outline.Length), 100, 2 * 4 * 102);
        Assert.All(outlines.SelectMany(outline => outline), point => Assert.True(point.Y is >= 20 and <= 40 or >= 70 and <= 90, point.ToString()));
    }

    [Fact]
    public void Trace_LogarithmicAxis_LeavesOutWhatHasNoLogarithm()
    {
        CurveTracer tracer = new(new Scale(new AxisRange(0, 10, false), 0, 100), new Scale(new AxisRange(-2, 0, true), 100, 0));
        (IReadOnlyList<Point[]> lines, _) = tracer.Trace([0, 1, 2, 3, 4], [1, 0.1, 0, -1, NaN]);
        Assert.Equal([new Point(0, 0), new(10, 50)], Assert.Single(lines));
    }

    [Fact]
    public void Trace_DifferentLengths_Throws() => Assert.Throws<ArgumentException>(() => Tracer(0, 1).Trace([1, 2], [1]));

    private static CurveTracer Tracer(double min, double max) =>
        new(new Scale(new AxisRange(min, max, false), 0, 100), new Scale(new AxisRange(min, max, false), 100, 0));
}
