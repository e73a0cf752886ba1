namespace StructuralError.Reporting.Figures.Model;

/// <summary>One coordinate system with what is drawn in it. Without any finite value it shows a message in place of curves.</summary>
public sealed record Panel
{
    public string? Title { get; init; }

    public required Axis X { get; init; }

    public required Axis Y { get; init; }

    /// <summary>In the order of the legend.</summary>
    public IReadOnlyList<Series> Series { get; init; } = [];

    /// <summary>Filled areas, below all series.</summary>
    public IReadOnlyList<Band> Bands { get; init; } = [];

    public IReadOnlyList<ReferenceLine> ReferenceLines { get; init; } = [];

    public IReadOnlyList<Annotation> Annotations { get; init; } = [];

    /// <summary>Panels that name the same scale here have one y axis, whatever <see cref="Figure.ShareY"/> says.</summary>
    public string? YScale { get; init; }

    /// <summary>Said in the middle of a panel that has nothing to draw.</summary>
    public string EmptyMessage { get; init; } = "No finite values to draw";
}
