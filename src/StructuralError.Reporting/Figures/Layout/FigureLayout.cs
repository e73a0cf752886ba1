using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Figures.Layout;

/// <summary>Puts every part of a figure at its place. The same figure always gives the same drawing.</summary>
public static class FigureLayout
{
    /// <summary>The drawing alone.</summary>
    /// <inheritdoc cref="Of"/>
    public static Drawing Arrange(Figure figure) => Of(figure).Drawing;

    /// <summary>The drawing, and where each panel's plot area stands in it.</summary>
    /// <exception cref="ArgumentException">No panel, no column, or values of x and y that do not go together.</exception>
    public static LaidOutFigure Of(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        if (figure.Panels.Count == 0 || figure.Columns < 1)
        {
            throw new ArgumentException($"Figure {figure.Id} has {figure.Panels.Count} panels in {figure.Columns} columns.", nameof(figure));
        }

        List<Mark> marks = [];
        List<PlotArea> plots = [];
        double top = PlaceHeading(figure, marks);
        double bottom = PlacePanels(figure, top, marks, plots);
        double noteTop = bottom + (Sizes.BlockGap + 2), note = PlaceText(figure, figure.Note, Sizes.Note, bold: false, Ink.MutedText, noteTop, marks);
        double height = Math.Ceiling((note > 0 ? noteTop + note : bottom) + (Sizes.Margin * 0.8));
        AreaMark paper = new([[new(0, 0), new(figure.Width, 0), new(figure.Width, height), new(0, height)]], Ink.Paper);
        return new LaidOutFigure(new Drawing(figure.Id, figure.Title, figure.Description, figure.Width, height, [paper, .. marks]), plots);
    }

    private static double PlaceHeading(Figure figure, List<Mark> marks)
    {
        double y = Sizes.Margin * 0.8;
        y += PlaceText(figure, figure.Title, Sizes.Title, bold: true, Ink.Text, y, marks) + 2;
        y += PlaceText(figure, figure.Subtitle, Sizes.Subtitle, bold: false, Ink.MutedText, y, marks);
        if (figure.Legend == LegendPlace.Figure)
        {
            LegendLayout legend = new(figure.Panels, Sizes.Margin, y + Sizes.BlockGap, InnerWidth(figure));
            marks.AddRange(legend.Marks);
            y += legend.Height > 0 ? Sizes.BlockGap + legend.Height : 0;
        }

        return y + Sizes.BlockGap;
    }

    /// <summary>As wide as the figure.</summary>
    /// <returns>Its height.</returns>
    private static double PlaceText(Figure figure, string? text, double size, bool bold, Ink ink, double top, List<Mark> marks)
    {
        IReadOnlyList<string> lines = TextFlow.Wrap(text, size, bold, InnerWidth(figure));
        marks.AddRange(TextFlow.Stack(lines, Sizes.Margin, top, size, bold, TextAnchor.Start, ink));
        return TextFlow.Height(lines.Count, size);
    }

    private static double PlacePanels(Figure figure, double top, List<Mark> marks, List<PlotArea> plots)
    {
        int columns = figure.Columns;
        IReadOnlyList<(AxisRange X, AxisRange Y)> ranges = PanelRanges.Of(figure);
        bool hasOwnLegend = figure.Legend == LegendPlace.Panel;
        PanelLayout[] panels = [.. figure.Panels.Select((panel, i) => new PanelLayout(panel, ranges[i].X, ranges[i].Y, figure.PlotHeight, hasOwnLegend))];

        // Plot areas line up: one width for all, and in a column one left edge.
        double[] left = [.. Enumerable.Range(0, columns).Select(column => InColumn(column).Select(panel => panel.LeftGutter).DefaultIfEmpty(0).Max())];
        double[] right = [.. Enumerable.Range(0, columns).Select(column => InColumn(column).Select(panel => panel.RightGutter).DefaultIfEmpty(0).Max())];
        double plotWidth = (InnerWidth(figure) - left.Sum() - right.Sum() - ((columns - 1) * Sizes.ColumnGap)) / columns;
        if (plotWidth < 40)
        {
            throw new ArgumentException($"Figure {figure.Id} is too narrow for {columns} columns: {figure.Width} pixels.", nameof(figure));
        }

        double y = top;
        foreach (PanelLayout[] row in panels.Chunk(columns))
        {
            y += y > top ? Sizes.RowGap : 0;
            double header = row.Max(panel => panel.HeaderHeight(plotWidth));
            double x = Sizes.Margin;
            for (int column = 0; column < row.Length; column++)
            {
                x += left[column];
                Box plot = new(x, y + header, plotWidth, figure.PlotHeight);
                marks.Add(row[column].Place(plot, y, left[column]));
                plots.Add(row[column].Area(plot));
                x += plotWidth + right[column] + Sizes.ColumnGap;
            }

            y += header + figure.PlotHeight + row.Max(panel => panel.FooterHeight(plotWidth));
        }

        return y;

        IEnumerable<PanelLayout> InColumn(int column) => panels.Where((_, i) => i % columns == column);
    }

    private static double InnerWidth(Figure figure) => figure.Width - (2 * Sizes.Margin);
}

/// <summary>A figure with everything at its place.</summary>
/// <param name="Plots">One for each panel, in their order.</param>
public sealed record LaidOutFigure(Drawing Drawing, IReadOnlyList<PlotArea> Plots);

/// <summary>Where a panel's curves are drawn, and how a value becomes a place there.</summary>
/// <param name="Box">Without labels, title and legend.</param>
public sealed record PlotArea(Panel Panel, Box Box, Scale X, Scale Y);
