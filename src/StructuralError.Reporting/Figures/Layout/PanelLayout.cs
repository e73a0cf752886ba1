using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Figures.Layout;

/// <summary>One panel: first says how much room it needs around its plot area, then puts everything in place.</summary>
internal sealed class PanelLayout(Panel panel, AxisRange xRange, AxisRange yRange, double plotHeight, bool hasOwnLegend)
{
    private const double ClipMargin = 4;
    private const double HeaderGap = 6;
    private const int MostCircles = 1000;

    private readonly IReadOnlyList<string> _yLabel = TextFlow.Wrap(panel.Y.Label, Sizes.AxisLabel, bold: false, plotHeight);
    private readonly IReadOnlyList<Tick> _yTicks = !PanelRanges.HasData(panel) && panel.Y is not { Minimum: not null, Maximum: not null } ? []
        : IsNamed(panel.Y) ? Names(panel.Y)
        : yRange.Ticks(Math.Clamp((int)(plotHeight / 30), 3, 9), panel.Y.WholeNumbers);

    public double LeftGutter =>
        (_yLabel.Count > 0 ? TextFlow.Height(_yLabel.Count, Sizes.AxisLabel) + Sizes.LabelGap : 0) + WidestLabel(_yTicks) + Sizes.LabelGap;

    public double RightGutter { get; } =
        Math.Max(ReferenceLabels.ColumnWidth(panel, yRange), IsNamed(panel.X) ? 0 : WidestLabel(xRange.Ticks(10, panel.X.WholeNumbers)) / 2);

    /// <summary>Room above a plot area of this width.</summary>
    public double HeaderHeight(double plotWidth)
    {
        Box plot = new(0, 0, plotWidth, plotHeight);
        double title = TextFlow.Height(TitleLines(plot).Count, Sizes.PanelTitle);
        double legend = Legend(plot, 0)?.Height ?? 0;
        double labels = ReferenceLabels.RowsHeight(panel, XScale(plot), Surround(plot));
        return title + (title > 0 && legend > 0 ? 2 : 0) + legend + labels + (title + legend + labels > 0 ? HeaderGap : 0);
    }

    /// <summary>Room below a plot area of this width.</summary>
    public double FooterHeight(double plotWidth)
    {
        int lines = XLabel(plotWidth).Count;
        return Sizes.LabelGap + XLabelsHeight + (lines > 0 ? 4 + TextFlow.Height(lines, Sizes.AxisLabel) : 0);
    }

    /// <param name="plot">The plot area.</param>
    /// <param name="top">Upper end of the room above it.</param>
    /// <param name="gutter">Room to the left of it, at whose edge the label of the y axis stands.</param>
    public GroupMark Place(Box plot, double top, double gutter)
    {
        (_, _, Scale x, Scale y) = Area(plot);
        List<Mark> marks = [.. TextFlow.Stack(TitleLines(plot), plot.Left, top, Sizes.PanelTitle, bold: true, TextAnchor.Start, Ink.Text)];
        double labels = ReferenceLabels.RowsHeight(panel, x, Surround(plot));
        if (Legend(plot, 0) is LegendLayout measured)
        {
            marks.AddRange(Legend(plot, plot.Top - HeaderGap - labels - measured.Height)!.Marks);
        }

        marks.AddRange(AxisMarks(plot, x, y, gutter));
        marks.Add(new GroupMark("reference", [.. ReferenceLabels.Above(panel, x, Surround(plot), plot.Top), .. ReferenceLabels.Beside(panel, y, plot)]));
        marks.AddRange(Content(plot, x, y));
        return new GroupMark("panel", marks);
    }

    /// <summary>The scales in this plot area.</summary>
    public PlotArea Area(Box plot) => new(panel, plot, XScale(plot), new Scale(yRange, plot.Bottom, plot.Top));

    private IEnumerable<Mark> Content(Box plot, Scale x, Scale y)
    {
        if (!PanelRanges.HasData(panel))
        {
            IReadOnlyList<string> lines = TextFlow.Wrap(panel.EmptyMessage, Sizes.PanelTitle, bold: false, plot.Width - 20);
            double top = plot.Top + ((plot.Height - TextFlow.Height(lines.Count, Sizes.PanelTitle)) / 2);
            return TextFlow.Stack(lines, plot.Left + (plot.Width / 2), top, Sizes.PanelTitle, bold: false, TextAnchor.Middle, Ink.MutedText);
        }

        CurveTracer tracer = new(x, y);
        List<Mark> marks = [];
        List<Point[]> curves = [];
        Box clip = plot.Grow(ClipMargin);
        foreach (Band band in panel.Bands)
        {
            marks.Add(new GroupMark("band", [new AreaMark(tracer.Trace(band), band.Ink, band.Opacity)], band.Key, clip));
        }

        foreach (ReferenceLine line in panel.ReferenceLines.Where(IsShown))
        {
            Point[] across = Across(line, plot, x, y);
            curves.Add(across);
            marks.Add(new GroupMark("reference", [new LineMark([across], line.Ink, line.Width, line.Dash)]));
        }

        foreach (Series series in panel.Series.OrderBy(series => series.Layer))
        {
            (IReadOnlyList<Point[]> lines, IReadOnlyList<Point[]> lone) = tracer.Trace(series.X, series.Y, series.Tolerance);
            curves.AddRange(lines);
            IReadOnlyList<Point[]> dots = series.Dots ? tracer.Points(series.X, series.Y) : lone;
            List<Mark> parts = lines.Count > 0 ? [new LineMark(lines, series.Ink, series.Width, series.Dash, series.Opacity)] : [];
            if (dots.Count > 0)
            {
                parts.Add(Dots(dots, Math.Max(Sizes.DotRadius, series.Width), series));
            }

            marks.Add(new GroupMark("series", parts, series.Key, clip));
        }

        marks.AddRange(AnnotationPlacer.Place(panel, x, y, plot, curves));
        return marks;
    }

    // Many circles, and those that are a stripe, are short lines with round ends.
    private static Mark Dots(IReadOnlyList<Point[]> dots, double radius, Series series) =>
        dots.Count <= MostCircles && dots.All(dot => dot.Length == 1)
            ? new DotMark([.. dots.Select(dot => dot[0])], radius, series.Ink, series.Opacity)
            : new GroupMark("dots", [new LineMark(dots, series.Ink, 2 * radius, Opacity: series.Opacity)]);

    private List<Mark> AxisMarks(Box plot, Scale x, Scale y, double gutter)
    {
        IReadOnlyList<Tick> xTicks = XTicks(plot);
        double tickBaseline = TextFlow.Baseline(plot.Bottom + Sizes.LabelGap, Sizes.TickLabel);
        double digitMiddle = Sizes.TickLabel * 0.35;
        List<Point[]> grid =
        [
            .. _yTicks.Select(tick => new Point[] { new(plot.Left, Crisp(y.Map(tick.Value))), new(plot.Right, Crisp(y.Map(tick.Value))) }),
            .. xTicks.Select(tick => new Point[] { new(Crisp(x.Map(tick.Value)), plot.Top), new(Crisp(x.Map(tick.Value)), plot.Bottom) }),
        ];
        double xLabelTop = plot.Bottom + Sizes.LabelGap + XLabelsHeight + 4;
        return
        [
            new GroupMark("ticks",
            [
                new LineMark(PanelRanges.HasData(panel) ? grid : [], Ink.Grid, 1),
                new LineMark(
                    [.. xTicks.Select(tick => Crisp(x.Map(tick.Value))).Select(at => new Point[] { new(at, plot.Bottom), new(at, plot.Bottom + 5) })],
                    Ink.Axis, 1),
                .. xTicks.Select(tick => IsNamed(panel.X)
                    ? Label(tick, new(x.Map(tick.Value) + digitMiddle, plot.Bottom + Sizes.LabelGap), TextAnchor.End) with { Upward = true }
                    : Label(tick, new(x.Map(tick.Value), tickBaseline), TextAnchor.Middle)),
                .. _yTicks.Select(tick => Label(tick, new(plot.Left - Sizes.LabelGap, y.Map(tick.Value) + digitMiddle), TextAnchor.End)),
            ]),
            new LineMark([[new(plot.Left, plot.Top), new(plot.Left, plot.Bottom), new(plot.Right, plot.Bottom)]], Ink.Axis, 1),
            .. TextFlow.Stack(XLabel(plot.Width), plot.Left + (plot.Width / 2), xLabelTop, Sizes.AxisLabel, bold: false, TextAnchor.Middle, Ink.Text),
            .. UpwardLabel(plot.Left - gutter, plot.Top + (plot.Height / 2)),
        ];
    }

    private IEnumerable<TextMark> UpwardLabel(double left, double middle) =>
        TextFlow.Stack(_yLabel, 0, left, Sizes.AxisLabel, bold: false, TextAnchor.Middle, Ink.Text)
            .Select(line => line with { Position = new(line.Position.Y, middle), Upward = true });

    // As many ticks as stand side by side without touching.
    private IReadOnlyList<Tick> XTicks(Box plot)
    {
        if (IsNamed(panel.X))
        {
            return Names(panel.X);
        }

        Scale x = XScale(plot);
        for (int atMost = Math.Clamp((int)(plot.Width / 60), 2, 10); atMost > 1; atMost--)
        {
            IReadOnlyList<Tick> ticks = xRange.Ticks(atMost, panel.X.WholeNumbers);
            if (ticks.Zip(ticks.Skip(1)).All(pair =>
                x.Map(pair.Second.Value) - x.Map(pair.First.Value) >= ((Width(pair.First) + Width(pair.Second)) / 2) + Sizes.TickLabelGap))
            {
                return ticks;
            }
        }

        return xRange.Ticks(1, panel.X.WholeNumbers);
    }

    private double XLabelsHeight => IsNamed(panel.X) ? WidestLabel(Names(panel.X)) : TextFlow.Height(1, Sizes.TickLabel);

    private static bool IsNamed(Axis axis) => axis.Categories.Count > 0;

    private static IReadOnlyList<Tick> Names(Axis axis) => [.. axis.Categories.Select((name, i) => new Tick(i, name))];

    private Scale XScale(Box plot) => new(xRange, plot.Left, plot.Right);

    private Box Surround(Box plot) => new(plot.Left - LeftGutter, plot.Top, plot.Width + LeftGutter + RightGutter, plot.Height);

    private IReadOnlyList<string> TitleLines(Box plot) => TextFlow.Wrap(panel.Title, Sizes.PanelTitle, bold: true, plot.Width + RightGutter);

    private IReadOnlyList<string> XLabel(double plotWidth) => TextFlow.Wrap(panel.X.Label, Sizes.AxisLabel, bold: false, plotWidth);

    private LegendLayout? Legend(Box plot, double top) => hasOwnLegend ? new LegendLayout([panel], plot.Left, top, plot.Width + RightGutter) : null;

    private bool IsShown(ReferenceLine line) => (line.Direction == LineDirection.Horizontal ? yRange : xRange).Shows(line.Value);

    private static Point[] Across(ReferenceLine line, Box plot, Scale x, Scale y) => line.Direction == LineDirection.Horizontal
        ? [new(plot.Left, Crisp(y.Map(line.Value))), new(plot.Right, Crisp(y.Map(line.Value)))]
        : [new(Crisp(x.Map(line.Value)), plot.Top), new(Crisp(x.Map(line.Value)), plot.Bottom)];

    private static TextMark Label(Tick tick, Point at, TextAnchor anchor) => new(tick.Label, at, Sizes.TickLabel, Bold: false, anchor, Ink.MutedText);

    // A line of one pixel in the middle of a pixel stays one pixel wide.
    private static double Crisp(double value) => Math.Floor(value) + 0.5;

    private static double Width(Tick tick) => TextMetrics.Width(tick.Label, Sizes.TickLabel, bold: false);

    private static double WidestLabel(IReadOnlyList<Tick> ticks) => ticks.Select(Width).DefaultIfEmpty(0).Max();
}
