using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Layout;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Tests.Reporting.Figures.Png;

/// <summary>Plants one fault in a drawing: at the first mark that can have it, and nowhere else.</summary>
/// <param name="fault">In words.</param>
internal sealed class SpoiltDrawing(string fault)
{
    private const double Shift = 3;

    private bool _isPlanted;

    public Drawing Of(Drawing drawing)
    {
        Drawing spoilt = drawing with { Marks = [.. drawing.Marks.Select(Spoil)] };
        return _isPlanted ? spoilt : throw new InvalidOperationException($"no mark can have the fault '{fault}'");
    }

    private Mark Spoil(Mark mark)
    {
        Mark spoilt = _isPlanted ? mark : Spoilt(mark);
        _isPlanted |= !ReferenceEquals(spoilt, mark);
        return spoilt is GroupMark group && !_isPlanted ? group with { Children = [.. group.Children.Select(Spoil)] } : spoilt;
    }

    private Mark Spoilt(Mark mark) => (fault, mark) switch
    {
        ("a curve is missing", LineMark line) when IsCurve(line) => line with { Lines = [] },
        ("a curve is shifted by 3 pixels", LineMark line) when IsCurve(line) =>
            line with { Lines = [.. line.Lines.Select(points => points.Select(point => point with { Y = point.Y + Shift }).ToArray())] },
        ("a curve has another colour", LineMark line) when IsCurve(line) => line with { Ink = Ink.Purple },
        ("a curve has another dash", LineMark line) when IsCurve(line) => line with { Dash = Dash.DashDot },
        ("a band is missing", AreaMark { Opacity: < 1, Outlines: [{ Length: > 4 }, ..] } area) => area with { Outlines = [] },
        ("a band is fainter", AreaMark { Opacity: < 1, Outlines: [{ Length: > 4 }, ..] } area) => area with { Opacity = area.Opacity / 2 },
        ("a dot is missing", DotMark dots) => dots with { Centres = [.. dots.Centres.Skip(1)] },
        ("a tick is missing", LineMark { Ink: Ink.Axis, Lines.Count: > 1 } ticks) => ticks with { Lines = [.. ticks.Lines.Skip(1)] },
        ("a label is missing", TextMark { Size: Sizes.TickLabel } text) => text with { Text = "" },
        ("a label is shifted by 3 pixels to the right", TextMark { Size: Sizes.TickLabel } text) => Moved(text, Shift, 0),
        ("a label is shifted by 3 pixels to the left", TextMark { Size: Sizes.TickLabel } text) => Moved(text, -Shift, 0),
        ("a label is shifted by 3 pixels upwards", TextMark { Size: Sizes.TickLabel } text) => Moved(text, 0, -Shift),
        ("a label is shifted by 3 pixels downwards", TextMark { Size: Sizes.TickLabel } text) => Moved(text, 0, Shift),
        ("a legend entry is missing", GroupMark { Kind: "legend" } entry) => entry with { Children = [] },
        ("the title is missing", TextMark { Size: Sizes.Title } text) => text with { Text = "" },
        _ => mark,
    };

    private static bool IsCurve(LineMark line) => line is { Width: > 1.5, Lines: [{ Length: > 2 }, ..] };

    private static TextMark Moved(TextMark text, double x, double y) => text with { Position = new Point(text.Position.X + x, text.Position.Y + y) };
}
