using StructuralError.Reporting.Figures.Drawings;

namespace StructuralError.Reporting.Figures.Layout;

/// <summary>
/// Leaves out the points of a line that a straight line through its neighbours passes as well: Ramer's algorithm ("An iterative procedure
/// for the polygonal approximation of plane curves", 1972), known after Douglas and Peucker too. Of the points kept none is moved.
/// </summary>
internal static class LineSimplifier
{
    /// <param name="tolerance">In the line's unit: no point left out is farther from the line that is kept.</param>
    public static Point[] Simplify(Point[] line, double tolerance)
    {
        if (line.Length < 3)
        {
            return line;
        }

        bool[] kept = new bool[line.Length];
        kept[0] = kept[^1] = true;
        Stack<(int From, int To)> open = new([(0, line.Length - 1)]);
        while (open.TryPop(out (int From, int To) part))
        {
            (int farthest, double distance) = Farthest(line, part.From, part.To);
            if (distance > tolerance)
            {
                kept[farthest] = true;
                open.Push((part.From, farthest));
                open.Push((farthest, part.To));
            }
        }

        return [.. line.Where((_, i) => kept[i])];
    }

    private static (int Index, double Distance) Farthest(Point[] line, int from, int to)
    {
        int farthest = from;
        double most = -1;
        for (int i = from + 1; i < to; i++)
        {
            double distance = Distance(line[i], line[from], line[to]);
            if (distance > most)
            {
                (farthest, most) = (i, distance);
            }
        }

        return (farthest, most);
    }

    /// <summary>From a point to a segment.</summary>
    private static double Distance(Point point, Point start, Point end)
    {
        double dx = end.X - start.X, dy = end.Y - start.Y, squared = (dx * dx) + (dy * dy);
        double along = squared > 0 ? Math.Clamp((((point.X - start.X) * dx) + ((point.Y - start.Y) * dy)) / squared, 0, 1) : 0;
        return Math.Sqrt(Square(point.X - start.X - (along * dx)) + Square(point.Y - start.Y - (along * dy)));

        static double Square(double value) => value * value;
    }
}
