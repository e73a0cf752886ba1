using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Figures.Drawings;

/// <summary>One thing to draw, at its final place. A writer needs to know no more kinds than these.</summary>
public abstract record Mark;

/// <param name="Position">On the baseline.</param>
/// <param name="Size">Font size in CSS pixels.</param>
/// <param name="Upward">Turned by 90° so that it reads from bottom to top.</param>
public sealed record TextMark(string Text, Point Position, double Size, bool Bold, TextAnchor Anchor, Ink Ink, bool Upward = false) : Mark
{
    /// <summary>What the text covers, ascenders and descenders included.</summary>
    public Box Bounds
    {
        get
        {
            double width = TextMetrics.Width(Text, Size, Bold);
            double before = Anchor switch { TextAnchor.Start => 0, TextAnchor.Middle => width / 2, _ => width };
            double ascent = TextMetrics.Ascent * Size, height = ascent + (TextMetrics.Descent * Size);
            return Upward
                ? new(Position.X - ascent, Position.Y + before - width, height, width)
                : new(Position.X - before, Position.Y - ascent, width, height);
        }
    }
}

public enum TextAnchor
{
    Start,
    Middle,
    End,
}

/// <summary>Open lines, all in one look. With round ends, a line of one point is a dot.</summary>
public sealed record LineMark(IReadOnlyList<Point[]> Lines, Ink Ink, double Width, Dash Dash = Dash.Solid, double Opacity = 1) : Mark;

/// <summary>Filled outlines, without a stroke.</summary>
public sealed record AreaMark(IReadOnlyList<Point[]> Outlines, Ink Ink, double Opacity = 1) : Mark;

/// <summary>Filled circles.</summary>
public sealed record DotMark(IReadOnlyList<Point> Centres, double Radius, Ink Ink, double Opacity = 1) : Mark;

/// <summary>Marks that belong together.</summary>
/// <param name="Kind">What they are: panel, series, legend, …</param>
/// <param name="Key">Which one, for <see cref="Series.Key"/>.</param>
/// <param name="Clip">Nothing is drawn beyond it.</param>
public sealed record GroupMark(string Kind, IReadOnlyList<Mark> Children, string? Key = null, Box? Clip = null) : Mark;
