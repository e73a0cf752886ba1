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
            var baseline = new Point(flag.Left, TextFlow.Baseline(top, Sizes.TickLabel));
            yield return new TextMark(flag.Line.Label!, baseline, Sizes.TickLabel, Bold: false, TextAnchor.Start, TextInk(flag.Line));
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
            Sizes.TickLabel, Bold: false, TextAnchor.Start, TextInk(line)));
    }

    // All flags to the right of their lines, placed from the rightmost on: then no line crosses another's flag on its way up. Where one of
    // them finds no room, all to the left, from the leftmost on. Where that fails too, each as it can.
    private static List<Flag> Flags(Panel panel, Scale x, Box within)
    {
        Flag[] flags =
        [
            .. Labelled(panel, LineDirection.Vertical, x.Range).OrderBy(line => line.Value)
                .Select(line => new Flag(line, x.Map(line.Value), 0, Width(line.Label!), 0)),
        ];
        Flag[] right = [.. flags.Reverse().Select(flag => flag.MovedTo(flag.X + FlagGap))];
        Flag[] left = [.. flags.Select(flag => flag.MovedTo(flag.X - FlagGap - flag.Right))];
        return Stacked(
            right.All(flag => flag.Right <= within.Right) ? right
            : left.All(flag => flag.Left >= within.Left) ? left
            : [.. right.Select(flag => flag.Right <= within.Right ? flag : flag.MovedTo(Math.Max(within.Left, within.Right - (flag.Right - flag.Left))))]);
    }

    private static List<Flag> Stacked(IReadOnlyList<Flag> flags)
    {
        List<Flag> placed = [];
        foreach (Flag flag in flags)
        {
            Flag raised = flag;
            while (placed.Any(raised.Collides))
            {
                raised = raised with { Row = raised.Row + 1 };
            }

            placed.Add(raised);
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
        public Flag MovedTo(double left) => this with { Left = left, Right = left + (Right - Left) };

        /// <summary>Whether the labels meet. The one placed first stands below.</summary>
        public bool Collides(Flag placed) =>
            Row <= placed.Row && Left < placed.Right + Sizes.TickLabelGap && placed.Left < Right + Sizes.TickLabelGap;
    }
}
