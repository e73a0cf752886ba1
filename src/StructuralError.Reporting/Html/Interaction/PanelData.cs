using System.Text.Json;
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
    public void Write(Utf8JsonWriter json, int xGroup, int yGroup)
    {
        json.WriteStartObject();
        json.WriteString("name", _panel.Title ?? _panel.Y.Label);
        json.WriteStartArray("plot");
        foreach (double edge in (ReadOnlySpan<double>)[plot.Box.Left, plot.Box.Top, plot.Box.Width, plot.Box.Height])
        {
            json.WriteNumberValue(Math.Round(edge, 2));
        }

        json.WriteEndArray();
        WriteAxis(json, "x", _panel.X, plot.X.Range, xGroup, DeepestSteps);
        WriteAxis(json, "y", _panel.Y, plot.Y.Range, yGroup, ValueGrid.DeepestZoom);
        json.WriteNumber("character", TextMetrics.Width("0", Sizes.TickLabel, bold: false));
        json.WriteNumber("gap", Sizes.TickLabelGap);
        json.WriteNumber("base", _grid.Base);
        json.WriteNumber("digits", _grid.Digits);
        WriteSeries(json);
        WriteBands(json);
        _abscissas.Write(json, "xs");
        WriteReferenceLines(json);
        WriteAnnotations(json);
        json.WriteEndObject();
    }

    /// <param name="deepest">How far the axis can be enlarged.</param>
    internal static void WriteAxis(Utf8JsonWriter json, string name, Axis axis, AxisRange range, int group, int deepest)
    {
        json.WriteStartObject(name);
        json.WriteString("label", axis.Label);
        json.WriteNumber("min", range.Minimum);
        json.WriteNumber("max", range.Maximum);
        json.WriteBoolean("log", range.Logarithmic);
        json.WriteBoolean("whole", axis.WholeNumbers);
        json.WriteNumber("group", group);
        json.WriteNumber("deepest", deepest);
        WriteTicks(json, axis, range, deepest);
        json.WriteEndObject();
    }

    /// <summary>
    /// What ticks there may be at any zoom, by the rule of the drawing: of a logarithmic axis the levels of <see cref="NiceTicks"/>, the densest first; the
    /// steps between ticks, ascending.
    /// </summary>
    private static void WriteTicks(Utf8JsonWriter json, Axis axis, AxisRange range, int deepest)
    {
        json.WriteStartArray("levels");
        foreach (IReadOnlyList<Tick> level in range.Logarithmic ? NiceTicks.LogarithmicLevels(range.Minimum, range.Maximum) : [])
        {
            json.WriteStartArray();
            foreach (Tick tick in level)
            {
                json.WriteStartArray();
                json.WriteNumberValue(range.Along(tick.Value));
                json.WriteStringValue(tick.Label);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        (double low, double high) = range.Logarithmic ? (Math.Pow(10, range.Minimum), Math.Pow(10, range.Maximum)) : (range.Minimum, range.Maximum);
        double span = high - low;
        double narrowest = range.Logarithmic ? low * (Math.Pow(10, (range.Maximum - range.Minimum) / deepest) - 1) : span / deepest;
        json.WriteStartArray("steps");
        IEnumerable<TickStep> steps = NiceTicks.Steps(Math.Max(narrowest / MostTicks, LeastStep), axis.WholeNumbers);
        foreach (TickStep step in steps.TakeWhile(step => step.Size <= MostStep * span))
        {
            json.WriteStartArray();
            json.WriteNumberValue(step.Size);
            json.WriteNumberValue(step.Decimals);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private void WriteSeries(Utf8JsonWriter json)
    {
        json.WriteStartArray("series");
        foreach (Series series in _panel.Series.OrderBy(series => series.Layer))
        {
            json.WriteStartObject();
            if (series.Opacity >= FaintOpacity)
            {
                int[] kept = PointThinning.Indices(series.X.Count, plot.Y.IsDrawn, series.Y);
                json.WriteString("name", series.Name ?? nameOf(series.Key) ?? _panel.Title ?? _panel.Y.Label);
                json.WriteNumber("x", _abscissas.Add([.. kept.Select(i => series.X[i])]));
                _grid.Write(json, "y", kept.Select(i => series.Y[i]));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteBands(Utf8JsonWriter json)
    {
        json.WriteStartArray("bands");
        foreach (Band band in _panel.Bands)
        {
            int[] kept = PointThinning.Indices(band.X.Count, plot.Y.IsDrawn, band.Lower, band.Upper);
            json.WriteStartObject();
            json.WriteNumber("x", _abscissas.Add([.. kept.Select(i => band.X[i])]));
            _grid.Write(json, "lower", kept.Select(i => band.Lower[i]));
            _grid.Write(json, "upper", kept.Select(i => band.Upper[i]));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteReferenceLines(Utf8JsonWriter json)
    {
        json.WriteStartArray("lines");
        foreach (ReferenceLine line in _panel.ReferenceLines.Where(line => double.IsFinite(line.Value)))
        {
            json.WriteStartObject();
            json.WriteBoolean("vertical", line.Direction == LineDirection.Vertical);
            json.WriteNumber("value", line.Value);
            json.WriteString("label", line.Label);
            json.WriteString("ink", line.Ink.ToString().ToLowerInvariant());
            json.WriteNumber("width", line.Width);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteAnnotations(Utf8JsonWriter json)
    {
        json.WriteStartArray("annotations");
        foreach (Annotation annotation in _panel.Annotations.Where(annotation => plot.X.Shows(annotation.X) && plot.Y.Shows(annotation.Y)))
        {
            json.WriteStartArray();
            json.WriteNumberValue(annotation.X);
            json.WriteNumberValue(annotation.Y);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
