using System.Text.Json.Nodes;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Layout;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Html.Interaction;

/// <summary>What the page needs to read out and redraw one panel. Curves and bands stand in the order in which they are drawn.</summary>
internal sealed class PanelData(PlotArea plot, Func<string, string?> nameOf)
{
    /// <summary>Fainter curves, single runs behind their mean, are moved by the zoom but not read out: their values would be most of the file.</summary>
    private const double FaintOpacity = 0.5;

    /// <summary>How far steps can be enlarged: they are exact.</summary>
    private const int DeepestSteps = 256;

    private const int MostTicks = 10;

    /// <summary>Where float64 still has all its digits.</summary>
    private const double LeastStep = 1e-300;

    /// <summary>Of such a share of the whole span an axis has one tick or none.</summary>
    private const double MostStep = 5;

    private readonly Panel _panel = plot.Panel;
    private readonly ValueGrid _grid = ValueGrid.For(plot);
    private readonly AbscissaList _abscissas = new();

    /// <param name="xGroup">Panels of one number have one scale and are zoomed together.</param>
    public JsonObject ToJson(int xGroup, int yGroup) => new()
    {
        ["name"] = _panel.Title ?? _panel.Y.Label,
        ["plot"] = new JsonArray(Rounded(plot.Box.Left), Rounded(plot.Box.Top), Rounded(plot.Box.Width), Rounded(plot.Box.Height)),
        ["x"] = Axis(_panel.X, plot.X.Range, xGroup, DeepestSteps),
        ["y"] = Axis(_panel.Y, plot.Y.Range, yGroup, ValueGrid.DeepestZoom),
        ["character"] = TextMetrics.Width("0", Sizes.TickLabel, bold: false),
        ["gap"] = Sizes.TickLabelGap,
        ["base"] = _grid.Base,
        ["digits"] = _grid.Digits,
        ["series"] = new JsonArray([.. _panel.Series.OrderBy(series => series.Layer).Select(Curve)]),
        ["bands"] = new JsonArray([.. _panel.Bands.Select(Area)]),

        // After the curves and bands, which add to them.
        ["xs"] = _abscissas.ToJson(),
        ["lines"] = new JsonArray([.. _panel.ReferenceLines.Where(line => double.IsFinite(line.Value)).Select(Line)]),
        ["annotations"] = new JsonArray(
            [.. _panel.Annotations.Where(note => plot.X.Shows(note.X) && plot.Y.Shows(note.Y)).Select(note => new JsonArray(note.X, note.Y))]),
    };

    /// <summary>
    /// What ticks there may be at any zoom, by the rule of the drawing: of a logarithmic axis the levels of <see cref="NiceTicks"/>, the densest first; the
    /// steps between ticks, ascending.
    /// </summary>
    /// <param name="deepest">How far the axis can be enlarged.</param>
    internal static JsonObject Axis(Axis axis, AxisRange range, int group, int deepest)
    {
        IEnumerable<IReadOnlyList<Tick>> levels = range.Logarithmic ? NiceTicks.LogarithmicLevels(range.Minimum, range.Maximum) : [];
        (double low, double high) = range.Logarithmic ? (Math.Pow(10, range.Minimum), Math.Pow(10, range.Maximum)) : (range.Minimum, range.Maximum);
        double span = high - low;
        double narrowest = range.Logarithmic ? low * (Math.Pow(10, (range.Maximum - range.Minimum) / deepest) - 1) : span / deepest;
        IEnumerable<TickStep> steps = NiceTicks.Steps(Math.Max(narrowest / MostTicks, LeastStep), axis.WholeNumbers)
            .TakeWhile(step => step.Size <= MostStep * span);
        return new()
        {
            ["label"] = axis.Label,
            ["min"] = range.Minimum,
            ["max"] = range.Maximum,
            ["log"] = range.Logarithmic,
            ["whole"] = axis.WholeNumbers,
            ["group"] = group,
            ["deepest"] = deepest,
            ["levels"] = new JsonArray(
                [.. levels.Select(level => new JsonArray([.. level.Select(tick => new JsonArray(range.Along(tick.Value), tick.Label))]))]),
            ["steps"] = new JsonArray([.. steps.Select(step => new JsonArray(step.Size, step.Decimals))]),
        };
    }

    private JsonObject Curve(Series series)
    {
        if (series.Opacity < FaintOpacity)
        {
            return [];
        }

        int[] kept = PointThinning.Indices(series.X.Count, i => plot.Y.IsDrawn(series.Y[i]), series.Y);
        return new()
        {
            ["name"] = series.Name ?? nameOf(series.Key) ?? _panel.Title ?? _panel.Y.Label,
            ["x"] = _abscissas.Add([.. kept.Select(i => series.X[i])]),
            ["y"] = _grid.Text(kept.Select(i => series.Y[i])),
        };
    }

    private JsonObject Area(Band band)
    {
        int[] kept = PointThinning.Indices(band.X.Count, i => plot.Y.IsDrawn(band.Lower[i]) && plot.Y.IsDrawn(band.Upper[i]), band.Lower, band.Upper);
        return new()
        {
            ["x"] = _abscissas.Add([.. kept.Select(i => band.X[i])]),
            ["lower"] = _grid.Text(kept.Select(i => band.Lower[i])),
            ["upper"] = _grid.Text(kept.Select(i => band.Upper[i])),
        };
    }

    private static JsonObject Line(ReferenceLine line) => new()
    {
        ["vertical"] = line.Direction == LineDirection.Vertical,
        ["value"] = line.Value,
        ["label"] = line.Label,
        ["ink"] = line.Ink.ToString().ToLowerInvariant(),
        ["width"] = line.Width,
    };

    private static double Rounded(double edge) => Math.Round(edge, 2);
}
