using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Figures.Layout;

/// <summary>Turns the values of curves and bands into lines in pixels, interrupted at gaps and thinned where there are more points than pixels.</summary>
internal sealed class CurveTracer(Scale x, Scale y)
{
    /// <summary>Noise has no points to leave out between its peaks: it is thinned along x as well, and there it bears more.</summary>
    private const double ColumnsPerTolerance = 3;

    /// <summary>Lines of two points or more, and the points that stand alone.</summary>
    /// <param name="tolerance"><see cref="Series.Tolerance"/>.</param>
    public (IReadOnlyList<Point[]> Lines, IReadOnlyList<Point> Lone) Trace(IReadOnlyList<double> xs, IReadOnlyList<double> ys, double tolerance = 0)
    {
        RequireEqual(xs.Count, ys.Count);
        List<Point[]> lines = [];
        List<Point> lone = [];
        foreach (Range run in Runs(xs.Count, i => x.IsDrawn(xs[i]) && y.IsDrawn(ys[i])))
        {
            Point[] line = Project(xs, ys, run);
            if (line.Length == 1)
            {
                lone.Add(line[0]);
            }
            else
            {
                lines.Add(Thinned(line, xs.Count, tolerance));
            }
        }

        return (lines, lone);
    }

    /// <summary>Closed outlines: along the upper edge, back along the lower one.</summary>
    public IReadOnlyList<Point[]> Trace(Band band)
    {
        RequireEqual(band.X.Count, band.Lower.Count);
        RequireEqual(band.X.Count, band.Upper.Count);
        List<Point[]> outlines = [];
        foreach (Range run in Runs(band.X.Count, i => x.IsDrawn(band.X[i]) && y.IsDrawn(band.Lower[i]) && y.IsDrawn(band.Upper[i])))
        {
            Point[] upper = Thinned(Project(band.X, band.Upper, run), band.X.Count, band.Tolerance);
            Point[] lower = Thinned(Project(band.X, band.Lower, run), band.X.Count, band.Tolerance);
            if (upper.Length > 1)
            {
                outlines.Add([.. upper, .. lower.Reverse()]);
            }
        }

        return outlines;
    }

    /// <summary>The points themselves, for dots.</summary>
    public IReadOnlyList<Point> Points(IReadOnlyList<double> xs, IReadOnlyList<double> ys)
    {
        RequireEqual(xs.Count, ys.Count);
        return [.. Enumerable.Range(0, xs.Count).Where(i => x.IsDrawn(xs[i]) && y.IsDrawn(ys[i])).Select(i => new Point(x.Map(xs[i]), y.Map(ys[i])))];
    }

    private Point[] Thinned(Point[] line, int points, double tolerance)
    {
        double column = Math.Max(1, ColumnsPerTolerance * tolerance);
        Point[] thinned = points * column > 2 * Math.Abs(x.End - x.Start) ? MinMaxDecimator.Thin(line, column) : line;
        return tolerance > 0 ? LineSimplifier.Simplify(thinned, tolerance) : thinned;
    }

    private Point[] Project(IReadOnlyList<double> xs, IReadOnlyList<double> ys, Range run)
    {
        Point[] line = new Point[run.End.Value - run.Start.Value];
        for (int i = 0; i < line.Length; i++)
        {
            line[i] = new(x.Map(xs[run.Start.Value + i]), y.Map(ys[run.Start.Value + i]));
        }

        return line;
    }

    private static IEnumerable<Range> Runs(int count, Func<int, bool> isDrawn)
    {
        int start = 0;
        for (int i = 0; i <= count; i++)
        {
            if (i == count || !isDrawn(i))
            {
                if (i > start)
                {
                    yield return start..i;
                }

                start = i + 1;
            }
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
