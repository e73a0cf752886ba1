using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Figures.Layout;

/// <summary>Turns the values of curves and bands into lines in pixels, interrupted at gaps and thinned where there are more points than pixels.</summary>
internal sealed class CurveTracer(Scale x, Scale y)
{
    /// <summary>Noise has no points to leave out between its peaks: it is thinned along x as well, and there it bears more.</summary>
    private const double ColumnsPerTolerance = 3;

    /// <summary>A gap in a faint area is not seen where it is narrower than this share of a column.</summary>
    private const double SmallestGap = 0.5;

    /// <summary>Lines of two points or more; and the points that stand alone, in a dense curve as <see cref="DotStripes.Lines"/>.</summary>
    /// <param name="tolerance"><see cref="Series.Tolerance"/>.</param>
    public (IReadOnlyList<Point[]> Lines, IReadOnlyList<Point[]> Lone) Trace(IReadOnlyList<double> xs, IReadOnlyList<double> ys, double tolerance = 0)
    {
        RequireEqual(xs.Count, ys.Count);
        Point[] points = Project(xs, ys);
        if (IsDense(points.Length, tolerance))
        {
            (IReadOnlyList<Point[]> lines, IReadOnlyList<Point[]> lone) = Thin(points, tolerance);
            return ([.. lines.Select(line => Simplified(line, tolerance))], lone);
        }

        Point[][] parts = [.. Runs(points).Select(run => points[run])];
        return ([.. parts.Where(part => part.Length > 1).Select(line => Simplified(line, tolerance))], [.. parts.Where(part => part.Length == 1)]);
    }

    /// <summary>Closed outlines: along the upper edge, back along the lower one.</summary>
    public IReadOnlyList<Point[]> Trace(Band band)
    {
        RequireEqual(band.X.Count, band.Lower.Count);
        RequireEqual(band.X.Count, band.Upper.Count);
        Point[] upper = Project(band.X, band.Upper), lower = Project(band.X, band.Lower);
        for (int i = 0; i < upper.Length; i++)
        {
            upper[i] = IsGap(lower[i]) ? Gap : upper[i];
        }

        bool isDense = IsDense(upper.Length, band.Tolerance);
        IEnumerable<Range> parts = Runs(upper).Where(run => run.End.Value - run.Start.Value > 1);
        parts = isDense ? Bridged(parts, upper, SmallestGap * ColumnWidth(band.Tolerance)) : parts;
        return [.. parts.Select(part => Outline(Edge(upper, part), Edge(lower, part)))];

        Point[] Edge(Point[] points, Range part)
        {
            Point[] line = [.. Enumerable.Range(part.Start.Value, part.End.Value - part.Start.Value).Where(i => !IsGap(upper[i])).Select(i => points[i])];
            return Simplified(isDense ? Thin(line, band.Tolerance).Lines[0] : line, band.Tolerance);
        }
    }

    /// <summary>The points themselves, for dots.</summary>
    public IReadOnlyList<Point[]> Points(IReadOnlyList<double> xs, IReadOnlyList<double> ys)
    {
        RequireEqual(xs.Count, ys.Count);
        return [.. Project(xs, ys).Where(point => !IsGap(point)).Select(point => new[] { point })];
    }

    private static Point Gap { get; } = new(double.NaN, double.NaN);

    private static bool IsGap(Point point) => double.IsNaN(point.X);

    private static Point[] Outline(Point[] upper, Point[] lower) => [.. upper, .. lower.Reverse()];

    private static Point[] Simplified(Point[] line, double tolerance) => tolerance > 0 ? LineSimplifier.Simplify(line, tolerance) : line;

    private static double ColumnWidth(double tolerance) => Math.Max(1, ColumnsPerTolerance * tolerance);

    private bool IsDense(int points, double tolerance) => points * ColumnWidth(tolerance) > 2 * Math.Abs(x.End - x.Start);

    private (IReadOnlyList<Point[]> Lines, IReadOnlyList<Point[]> Lone) Thin(Point[] points, double tolerance)
    {
        double column = ColumnWidth(tolerance);
        return new CurveThinner(points, column, (int)Math.Ceiling(Math.Abs(x.End - x.Start) / column)).Thin();
    }

    private Point[] Project(IReadOnlyList<double> xs, IReadOnlyList<double> ys)
    {
        double[] across = xs as double[] ?? [.. xs], along = ys as double[] ?? [.. ys];
        Point[] points = new Point[across.Length];
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = x.IsDrawn(across[i]) && y.IsDrawn(along[i]) ? new(x.Map(across[i]), y.Map(along[i])) : Gap;
        }

        return points;
    }

    private static IEnumerable<Range> Runs(Point[] points)
    {
        int start = 0;
        for (int i = 0; i <= points.Length; i++)
        {
            if (i == points.Length || IsGap(points[i]))
            {
                if (i > start)
                {
                    yield return start..i;
                }

                start = i + 1;
            }
        }
    }

    /// <summary>Runs of points, one where the gap between two of them is narrow.</summary>
    private static IEnumerable<Range> Bridged(IEnumerable<Range> runs, Point[] points, double gap)
    {
        Range? open = null;
        foreach (Range run in runs)
        {
            bool joins = open is { } before && Math.Abs(points[run.Start].X - points[before.End.Value - 1].X) < gap;
            if (!joins && open is not null)
            {
                yield return open.Value;
            }

            open = joins ? open!.Value.Start..run.End : run;
        }

        if (open is not null)
        {
            yield return open.Value;
        }
    }

    private static void RequireEqual(int xs, int ys)
    {
        if (xs != ys)
        {
            throw new ArgumentException($"{xs} values of x do not go with {ys} of y.");
        }
    }
}
