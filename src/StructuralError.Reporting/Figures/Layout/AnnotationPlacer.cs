using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Figures.Layout;

/// <summary>
/// Finds for each annotation a place near its point, within the plot area, clear of the other texts and of as much of the curves as possible.
/// </summary>
internal static class AnnotationPlacer
{
    private static readonly double[] Distances = [8, 18, 32, 50];

    // Right, left, above, below, then the corners.
    private static readonly (int X, int Y)[] Directions = [(1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1)];

    /// <param name="curves">Lines in pixels that should not be covered.</param>
    public static IEnumerable<Mark> Place(Panel panel, Scale x, Scale y, Box plot, IReadOnlyList<Point[]> curves)
    {
        List<Box> taken = [.. Shown(panel, x, y).Select(annotation => new Box(x.Map(annotation.X), y.Map(annotation.Y), 0, 0).Grow(Sizes.DotRadius + 2))];
        foreach (Annotation annotation in Shown(panel, x, y))
        {
            Point point = new(x.Map(annotation.X), y.Map(annotation.Y));
            TextMark text = Candidates(annotation, point, plot)
                .MinBy(candidate => taken.Count(box => box.Overlaps(candidate.Bounds.Grow(1))) * 10_000 + Covered(curves, candidate.Bounds.Grow(2)))!;
            taken.Add(text.Bounds);
            yield return new GroupMark("annotation", [new DotMark([point], Sizes.DotRadius + 1, annotation.Ink), text]);
        }
    }

    private static IEnumerable<Annotation> Shown(Panel panel, Scale x, Scale y) =>
        panel.Annotations.Where(annotation => x.Shows(annotation.X) && y.Shows(annotation.Y));

    private static IEnumerable<TextMark> Candidates(Annotation annotation, Point point, Box plot)
    {
        double width = TextMetrics.Width(annotation.Text, Sizes.TickLabel, bold: false), height = Sizes.TickLabel * (TextMetrics.Ascent + TextMetrics.Descent);
        foreach (double distance in Distances)
        {
            foreach ((int dx, int dy) in Directions)
            {
                double left = point.X + (dx * distance) + (dx switch { 0 => -width / 2, < 0 => -width, _ => 0 });
                double top = point.Y + (dy * distance) + (dy switch { 0 => -height / 2, < 0 => -height, _ => 0 });
                left = Math.Max(plot.Left + 2, Math.Min(left, plot.Right - width - 2));
                top = Math.Max(plot.Top + 2, Math.Min(top, plot.Bottom - height - 2));
                var baseline = new Point(left, top + (Sizes.TickLabel * TextMetrics.Ascent));
                yield return new TextMark(annotation.Text, baseline, Sizes.TickLabel, Bold: false, TextAnchor.Start, annotation.Ink);
            }
        }
    }

    /// <summary>How many pieces of curve run through the box.</summary>
    private static int Covered(IReadOnlyList<Point[]> curves, Box box) =>
        curves.Sum(line => line.Zip(line.Skip(1)).Count(piece => Crosses(piece.First, piece.Second, box)));

    // Liang and Barsky: the part of the segment within each pair of edges, until nothing is left.
    private static bool Crosses(Point a, Point b, Box box)
    {
        double from = 0, to = 1;
        return Cut(b.X - a.X, box.Left - a.X, box.Right - a.X, ref from, ref to) && Cut(b.Y - a.Y, box.Top - a.Y, box.Bottom - a.Y, ref from, ref to);
    }

    private static bool Cut(double delta, double low, double high, ref double from, ref double to)
    {
        if (delta == 0)
        {
            return low <= 0 && 0 <= high;
        }

        (double enter, double leave) = delta > 0 ? (low / delta, high / delta) : (high / delta, low / delta);
        from = Math.Max(from, enter);
        to = Math.Min(to, leave);
        return from <= to;
    }
}
