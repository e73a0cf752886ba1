namespace StructuralError.Reporting.Figures.Model;

/// <summary>A line across the whole panel: a threshold, the step of an onset. Its label stands outside the plot area, at the line's end.</summary>
public sealed record ReferenceLine
{
    public required LineDirection Direction { get; init; }

    /// <summary>y of a horizontal line, x of a vertical one. Outside the axis it is not drawn.</summary>
    public required double Value { get; init; }

    public string? Label { get; init; }

    public Ink Ink { get; init; } = Ink.Axis;

    public Dash Dash { get; init; } = Dash.Solid;

    public double Width { get; init; } = 1;
}

public enum LineDirection
{
    Horizontal,
    Vertical,
}
