using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Figures.Layout;

/// <summary>Labels of reference lines, outside the plot area: of vertical lines in rows above it, of horizontal ones in a column to its right.</summary>
internal static class ReferenceLabels
{
    private const double RowHeight = Sizes.TickLabel * TextFlow.LineHeight;

    /// <summary>Width of the column on the right; 0 without labels.</summary>
    public static double ColumnWidth(Panel panel, AxisRange y)
    {
        double widest = Labelled(panel, LineDirection.Horizontal, y).Select(line => Width(line.Label!)).DefaultIfEmpty(0).Max();
        return widest > 0 ? widest + Sizes.LabelGap : 0;
    }

    /// <summary>Height of the rows above; 0 without labels.</summary>
    public static double RowsHeight(Panel panel, Scale x, Box within) => Rows(panel, x, within).Select(entry => entry.Row + 1).DefaultIfEmpty(0).Max() * RowHeight;

    /// <summary>Labels of vertical lines; the lowest row ends at <paramref name="bottom"/>.</summary>
    public static IEnumerable<Mark> Above(Panel panel, Scale x, Box within, double bottom) =>
        Rows(panel, x, within).Select(entry => new TextMark(
            entry.Line.Label!,
            new Point(entry.Left, TextFlow.Baseline(bottom - ((entry.Row + 1) * RowHeight), Sizes.TickLabel)),
            Sizes.TickLabel,
            Bold: false,
            TextAnchor.Start,
            TextInk(entry.Line)));

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

    private static List<(ReferenceLine Line, double Left, int Row)> Rows(Panel panel, Scale x, Box within)
    {
        List<(ReferenceLine Line, double Left, int Row)> placed = [];
        List<double> rowEnds = [];
        foreach (ReferenceLine line in Labelled(panel, LineDirection.Vertical, x.Range).OrderBy(line => line.Value))
        {
            double width = Width(line.Label!);
            double left = Math.Max(within.Left, Math.Min(x.Map(line.Value) - (width / 2), within.Right - width));
            int row = rowEnds.FindIndex(end => end + Sizes.TickLabelGap <= left);
            if (row < 0)
            {
                row = rowEnds.Count;
                rowEnds.Add(0);
            }

            rowEnds[row] = left + width;
            placed.Add((line, left, row));
        }

        return placed;
    }

    private static IEnumerable<ReferenceLine> Labelled(Panel panel, LineDirection direction, AxisRange range) =>
        panel.ReferenceLines.Where(line => line.Direction == direction && line.Label is not null && line.Value >= range.Minimum && line.Value <= range.Maximum);

    private static double Width(string label) => TextMetrics.Width(label, Sizes.TickLabel, bold: false);

    // A grid-coloured line may be pale; words never are.
    private static Ink TextInk(ReferenceLine line) => line.Ink is Ink.Grid or Ink.Axis or Ink.Paper ? Ink.MutedText : line.Ink;
}
