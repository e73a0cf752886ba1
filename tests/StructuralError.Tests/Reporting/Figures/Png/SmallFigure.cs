using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Layout;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Tests.Reporting.Figures.Png;

/// <summary>One of each thing that a figure may show, in few pixels; and what may go wrong with it.</summary>
internal static class SmallFigure
{
    private static readonly double[] Steps = [.. Enumerable.Range(0, 60).Select(i => (double)i)];

    private static readonly Dictionary<string, Func<Mark, Mark?>> Damages = new()
    {
        ["a curve is missing"] = mark => mark is GroupMark { Kind: "series", Key: "upper" } ? null : mark,
        ["a curve is shifted by a pixel"] = mark => mark is GroupMark { Kind: "series", Key: "error" } ? Moved(mark, 0, 1) : mark,
        ["a curve is thinner"] = mark => mark is LineMark { Width: 2, Ink: Ink.Contrast } line ? line with { Width = 1 } : mark,
        ["a curve has another colour"] = mark => mark is LineMark { Ink: Ink.Purple } line ? line with { Ink = Ink.Orange } : mark,
        ["a curve has another dash"] = mark => mark is LineMark { Dash: Dash.ShortDashed } line ? line with { Dash = Dash.Dashed } : mark,
        ["a faint curve is missing"] = mark => mark is LineMark { Opacity: < 1 } ? null : mark,
        ["a band is missing"] = mark => mark is GroupMark { Kind: "band" } ? null : mark,
        ["a band is fainter"] = mark => mark is AreaMark { Opacity: < 1 } area ? area with { Opacity = 0.7 * area.Opacity } : mark,
        ["a dot is missing"] = mark => mark is DotMark { Centres.Count: > 1 } dots ? dots with { Centres = [.. dots.Centres.Skip(1)] } : mark,
        ["a panel is shifted by a pixel"] = mark => mark is GroupMark { Kind: "panel" } panel && HasText(panel, "−20") ? Moved(mark, 1, 0) : mark,
        ["a legend entry is missing"] = mark => mark is GroupMark { Kind: "legend", Key: "lower" } ? null : mark,
        ["a tick is missing"] = mark => mark is LineMark { Ink: Ink.Axis, Lines: { Count: > 1 } lines } ticks ? ticks with { Lines = [.. lines.Skip(1)] } : mark,
        ["a grid line is missing"] = mark => mark is LineMark { Ink: Ink.Grid } grid ? grid with { Lines = [.. grid.Lines.Skip(1)] } : mark,
        ["a reference line is missing"] = mark => mark is GroupMark { Kind: "reference", Children: [LineMark] } ? null : mark,
        ["a tick has another number"] = mark => Reworded(mark, "−20", "−26"),
        ["a minus sign is a hyphen"] = mark => Reworded(mark, "−20", "-20"),
        ["a title is cut"] = mark => Reworded(mark, "Model b, λ", "Model b,"),
        ["a title is not bold"] = mark => mark is TextMark { Text: "Model b, λ" } text ? text with { Bold = false } : mark,
        ["a label is missing"] = mark => Reworded(mark, "ln ‖∇‖²", ""),
        ["a text is grey"] = mark => mark is TextMark { Text: "fitting error" } text ? text with { Ink = Ink.Axis } : mark,
    };

    public static IEnumerable<string> Faults => Damages.Keys;

    public static Drawing Drawing { get; } = FigureLayout.Arrange(Make());

    /// <summary>The drawing with one of <see cref="Faults"/>.</summary>
    public static Drawing With(string fault) => Drawing with { Marks = [.. Drawing.Marks.SelectMany(mark => Damaged(mark, Damages[fault]))] };

    private static IEnumerable<Mark> Damaged(Mark mark, Func<Mark, Mark?> damage) => damage(mark) switch
    {
        null => [],
        GroupMark group => [group with { Children = [.. group.Children.SelectMany(child => Damaged(child, damage))] }],
        Mark other => [other],
    };

    private static bool HasText(Mark mark, string words) =>
        mark is TextMark text ? text.Text == words : mark is GroupMark group && group.Children.Any(child => HasText(child, words));

    private static Mark Reworded(Mark mark, string words, string others) => mark is TextMark text && text.Text == words ? text with { Text = others } : mark;

    private static Mark Moved(Mark mark, double right, double down)
    {
        return mark switch
        {
            LineMark line => line with { Lines = [.. line.Lines.Select(All)] },
            AreaMark area => area with { Outlines = [.. area.Outlines.Select(All)] },
            DotMark dots => dots with { Centres = All(dots.Centres) },
            TextMark text => text with { Position = One(text.Position) },
            GroupMark group => group with
            {
                Children = [.. group.Children.Select(child => Moved(child, right, down))],
                Clip = group.Clip is Box clip ? clip with { Left = clip.Left + right, Top = clip.Top + down } : null,
            },
            _ => mark,
        };

        Point[] All(IReadOnlyList<Point> points) => [.. points.Select(One)];

        Point One(Point point) => new(point.X + right, point.Y + down);
    }

    private static Figure Make()
    {
        System.Random random = new(2);
        double[] error = [.. Steps.Select(step => -30 * step / (step + 20))], noise = [.. error.Select(value => value + (4 * random.NextDouble()))];
        double[] upper = [.. error.Select(value => value + 5)], lower = [.. error.Select(value => value - 5)];
        return new Figure
        {
            Id = "small",
            Title = "Model b, λ",
            Subtitle = "Thin: ‖q − p‖². Bold: its mean.",
            Note = "Made up: 60 steps",
            Description = "Two panels.",
            Width = 470,
            PlotHeight = 90,
            Columns = 2,
            Panels =
            [
                new Panel
                {
                    Title = "Bounds",
                    X = new Axis { Label = "step" },
                    Y = new Axis { Label = "ln ‖∇‖²" },
                    Bands = [new Band { Key = "bounds", Name = "between", X = Steps, Lower = lower, Upper = upper, Ink = Ink.Sky, Opacity = 0.18 }],
                    Series =
                    [
                        Curve("error", "fitting error", error, Ink.Contrast, Dash.Solid),
                        Curve("upper", "upper", upper, Ink.Vermillion, Dash.Dashed),
                        Curve("lower", "lower", lower, Ink.Blue, Dash.ShortDashed),
                        Curve("error", null, noise, Ink.Contrast, Dash.Solid) with { Width = 0.8, Opacity = 0.32, Layer = -1 },
                    ],
                    ReferenceLines = [new ReferenceLine { Direction = LineDirection.Horizontal, Value = -12, Label = "one" }],
                },
                new Panel
                {
                    Title = "Others",
                    X = new Axis { Label = "step" },
                    Y = new Axis { Minimum = -1, Maximum = 1 },
                    Series =
                    [
                        Curve("dots", "r", [.. Steps.Select(step => Math.Sin(step / 9))], Ink.Purple, Dash.Solid) with { Dots = true },
                        Curve("dotted", "s", [.. Steps.Select(step => Math.Cos(step / 9))], Ink.Green, Dash.Dotted),
                        Curve("mixed", "t", [.. Steps.Select(step => step % 20 == 10 ? double.NaN : (step / 60) - 0.5)], Ink.Orange, Dash.DashDot),
                    ],
                    Annotations = [new Annotation { X = 30, Y = -0.2, Text = "here" }],
                },
            ],
        };
    }

    private static Series Curve(string key, string? name, double[] values, Ink ink, Dash dash) =>
        new() { Key = key, Name = name, X = Steps, Y = values, Ink = ink, Dash = dash };
}
