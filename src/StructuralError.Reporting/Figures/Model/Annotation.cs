namespace StructuralError.Reporting.Figures.Model;

/// <summary>A dot at a point of the data with a few words beside it, placed where they cover least.</summary>
public sealed record Annotation
{
    public required double X { get; init; }

    public required double Y { get; init; }

    public required string Text { get; init; }

    public Ink Ink { get; init; } = Ink.Text;
}
