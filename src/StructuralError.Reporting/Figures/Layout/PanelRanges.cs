using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Figures.Layout;

/// <summary>The ranges of each panel's axes, shared between panels as the figure asks.</summary>
internal static class PanelRanges
{
    public static IReadOnlyList<(AxisRange X, AxisRange Y)> Of(Figure figure) =>
    [
        .. figure.Panels.Select((panel, i) => (
            AxisRange.Of(Sharing(figure, figure.ShareX, i).SelectMany(XValues), panel.X),
            AxisRange.Of(SharingY(figure, i).SelectMany(YValues), panel.Y))),
    ];

    /// <summary>Whether anything of the panel can be drawn.</summary>
    public static bool HasData(Panel panel) => YValues(panel).Any(value => AxisRange.IsDrawn(value, panel.Y.Logarithmic));

    private static IEnumerable<Panel> Sharing(Figure figure, ScaleSharing sharing, int index) => figure.Panels.Where((_, other) => sharing switch
    {
        ScaleSharing.Row => other / figure.Columns == index / figure.Columns,
        ScaleSharing.Column => other % figure.Columns == index % figure.Columns,
        ScaleSharing.All => true,
        _ => other == index,
    });

    private static IEnumerable<Panel> SharingY(Figure figure, int index) => figure.Panels[index].YScale is string scale
        ? figure.Panels.Where(panel => panel.YScale == scale)
        : Sharing(figure, figure.ShareY, index);

    // Every x counts, also where y is a gap: a run's axis spans its steps.
    private static IEnumerable<double> XValues(Panel panel) =>
        panel.Series.SelectMany(series => series.X).Concat(panel.Bands.SelectMany(band => band.X)).Concat(panel.Annotations.Select(annotation => annotation.X));

    private static IEnumerable<double> YValues(Panel panel) =>
        panel.Series.SelectMany(series => series.Y).Concat(panel.Bands.SelectMany(band => band.Lower.Concat(band.Upper)))
            .Concat(panel.Annotations.Select(annotation => annotation.Y));
}
