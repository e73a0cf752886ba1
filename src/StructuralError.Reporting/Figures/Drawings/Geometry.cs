namespace StructuralError.Reporting.Figures.Drawings;

/// <summary>In CSS pixels from the upper left corner, y downwards.</summary>
public readonly record struct Point(double X, double Y);

/// <inheritdoc cref="Point"/>
public readonly record struct Box(double Left, double Top, double Width, double Height)
{
    public double Right => Left + Width;

    public double Bottom => Top + Height;

    /// <summary>Whether the two share more than an edge.</summary>
    public bool Overlaps(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;

    public Box Grow(double by) => new(Left - by, Top - by, Width + (2 * by), Height + (2 * by));
}
