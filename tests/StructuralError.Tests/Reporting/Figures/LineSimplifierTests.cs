using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Layout;
using Xunit;

namespace StructuralError.Tests.Reporting.Figures;

public class LineSimplifierTests
{
    [Fact]
    public void Simplify_StraightLine_KeepsItsEnds() =>
        Assert.Equal([new(0, 0), new(100, 50)], LineSimplifier.Simplify([.. Enumerable.Range(0, 101).Select(i => new Point(i, i / 2.0))], 0.01));

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(5)]
    public void Simplify_NoisyLine_LeavesOutNoPointFartherThanTheTolerance(double tolerance)
    {
        System.Random random = new(3);
        Point[] line = [.. Enumerable.Range(0, 500).Select(i => new Point(i, (50 * Math.Sin(i / 40.0)) + (3 * random.NextDouble())))];
        Point[] kept = LineSimplifier.Simplify(line, tolerance);

        Assert.InRange(kept.Length, 3, 450);
        Assert.Equal((line[0], line[^1]), (kept[0], kept[^1]));
        Assert.All(kept, point => Assert.Contains(point, line));
        foreach (Point point in line)
        {
            int after = Array.FindIndex(kept, other => other.X >= point.X);
            Assert.InRange(Distance(point, kept[Math.Max(0, after - 1)], kept[after]), 0, tolerance + 1e-9);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Simplify_FewPoints_KeepsThem(int count)
    {
        Point[] line = [.. Enumerable.Range(0, count).Select(i => new Point(i, i))];
        Assert.Equal(line, LineSimplifier.Simplify(line, 10));
    }

    // To the line through both ends; nearer than to the segment.
    private static double Distance(Point point, Point start, Point end)
    {
        double dx = end.X - start.X, dy = end.Y - start.Y, length = Math.Sqrt((dx * dx) + (dy * dy));
        return length == 0 ? 0 : Math.Abs((dy * (point.X - start.X)) - (dx * (point.Y - start.Y))) / length;
    }
}
