using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Figures.Layout;

/// <summary>Labels of reference lines, outside the plot area: of vertical lines in rows above it, of horizontal ones in a column to its right.</summary>
internal static class ReferenceLabels
{
    private const double RowHeight = Sizes.TickLabel * TextFlow.LineHeight;
    private const double FlagGap = 4;

    /// <summary>Width of the column on the right; 0 without labels.</summary>
    public static double ColumnWidth(Panel panel, AxisRange y)
    {
        double widest = Labelled(panel, LineDirection.Horizontal, y).Select(line => Width(line.Label!)).DefaultIfEmpty(0).Max();
        return widest > 0 ? widest + Sizes.LabelGap : 0;
    }

    /// <summary>Height of the rows above; 0 without labels.</summary>
    public static double RowsHeight(Panel panel, Scale x, Box within) =>
        Flags(panel, x, within).Select(flag => flag.Row + 1).DefaultIfEmpty(0).Max() * RowHeight;

    /// <summary>Labels of vertical lines, each like a flag on its line, which goes on above the plot area up to it.</summary>
    /// <param name="bottom">Where the lowest row ends: the upper edge of the plot area.</param>
    public static IEnumerable<Mark> Above(Panel panel, Scale x, Box within, double bottom)
    {
        foreach (Flag flag in Flags(panel, x, within))
        {
            double top = bottom - ((flag.Row + 1) * RowHeight);
            double mast = Math.Floor(flag.X) + 0.5;
            yield return new LineMark([[new(mast, top + 2), new(mast, bottom)]], flag.Line.Ink, flag.Line.Width);
            yield return new TextMark(flag.Line.Label!, new Point(flag.Left, TextFlow.Baseline(top, Sizes.TickLabel)), Sizes.TickLabel, Bold: false, TextAnchor.Start, TextInk(flag.Line));
        }
    }

    /// <summary>Labels of horizontal lines, pushed apart where the lines are close.</summary>
    public static IEnumerable<Mark> Beside(Panel panel, Scale y, Box plot)
    {
        ReferenceLine[] lines = [.. Labelled(panel, LineDirection.Horizontal, y.Range).OrderByDescending(line => line.Value)];
        double[] tops = [.. lines.Select(line => y.Map(line.Value) - (RowHeight / 2))];
        for (int i = 1; i < tops.Length; i++)
        {
            tops[i] = Math.Max(tops[i], tops[i - 1] + RowHeight);
        }

        // What ran out at the foot moves up again.
        double floor = plot.Bottom + (RowHeight / 2);
        for (int i = tops.Length - 1; i >= 0; i--)
        {
            tops[i] = Math.Min(tops[i], floor - RowHeight);
            floor = tops[i];
        }

        return lines.Select((line, i) => new TextMark(
            line.Label!,
            new Point(plot.Right + Sizes.LabelGap, TextFlow.Baseline(tops[i], Sizes.TickLabel)),
            Sizes.TickLabel,
            Bold: false,
            TextAnchor.Start,
            TextInk(line)));
    }

    // From right to left, each flag to the right of its line: then no line crosses an earlier one's flag. At the right edge a flag turns to the left.
    private static List<Flag> Flags(Panel panel, Scale x, Box within)
    {
        List<Flag> placed = [];
        foreach (ReferenceLine line in Labelled(panel, LineDirection.Vertical, x.Range).OrderByDescending(line => line.Value))
        {
            double at = x.Map(line.Value), width = Width(line.Label!);
            double right = at + FlagGap, left = Math.Max(within.Left, at - FlagGap - width);
            double side = right + width <= within.Right ? right : left;
            int row = 0;
            while (placed.Any(other => other.Collides(new Flag(line, at, side, side + width, row))))
            {
                row++;
            }

            placed.Add(new Flag(line, at, side, side + width, row));
        }

        return placed;
    }

    private static IEnumerable<ReferenceLine> Labelled(Panel panel, LineDirection direction, AxisRange range) =>
        panel.ReferenceLines.Where(line => line.Direction == direction && line.Label is not null && range.Shows(line.Value));

    private static double Width(string label) => TextMetrics.Width(label, Sizes.TickLabel, bold: false);

    // A grid-coloured line may be pale; words never are.
    private static Ink TextInk(ReferenceLine line) => line.Ink is Ink.Grid or Ink.Axis or Ink.Paper ? Ink.MutedText : line.Ink;

    private sealed record Flag(ReferenceLine Line, double X, double Left, double Right, int Row)
    {
        /// <summary>Whether the labels meet, or a line on its way up to its own label crosses the other's.</summary>
        public bool Collides(Flag other) => Row == other.Row
            ? Left < other.Right + FlagGap && other.Left < Right + FlagGap
            : Row > other.Row && Stands(X, other);

        private static bool Stands(double mast, Flag flag) => mast > flag.Left - 1 && mast < flag.Right + 1;
    }
}
