using System.Text.Json.Nodes;
using StructuralError.Reporting.Figures.Layout;

namespace StructuralError.Reporting.Html.Interaction;

/// <summary>The values of a figure as compact JSON, for the page's script.</summary>
internal static class FigureData
{
    /// <summary>One item a panel; null for a panel without curves. Every character that means something in HTML or XML is escaped.</summary>
    public static string ToJson(LaidOutFigure figure)
    {
        IReadOnlyList<PlotArea> plots = figure.Plots;
        return new JsonArray([.. plots.Select(Panel)]).ToJsonString();

        JsonObject? Panel(PlotArea plot) => !PanelRanges.HasData(plot.Panel) ? null : new PanelData(plot, NameOf)
            .ToJson(xGroup: FirstWith(other => other.X.Range == plot.X.Range), yGroup: FirstWith(other => other.Y.Range == plot.Y.Range));

        // A curve that has no entry in its own panel's legend is called what its quantity is called elsewhere.
        string? NameOf(string key) => plots.SelectMany(plot => plot.Panel.Series).FirstOrDefault(series => series.Key == key && series.Name is not null)?.Name;

        // Panels are given the same range where they share a scale; by chance two ranges are not equal to the last bit.
        int FirstWith(Func<PlotArea, bool> hasRange) => plots.Select((plot, i) => (plot, i)).First(item => hasRange(item.plot)).i;
    }
}
