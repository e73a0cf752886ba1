namespace StructuralError.Reporting.Figures.Model;

/// <summary>Without fixed ends an axis spans the values drawn along it.</summary>
public sealed record Axis
{
    public string Label { get; init; } = "";

    /// <summary>Equal factors are equal distances. Values that are not above 0 are gaps.</summary>
    public bool Logarithmic { get; init; }

    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    /// <summary>Ticks at whole numbers only: steps, depths.</summary>
    public bool WholeNumbers { get; init; }

    /// <summary>Names of 0, 1, 2, …, which are then the only ticks; those of an x axis stand upright. Empty for an axis of numbers.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Room left beyond the outermost values, as a share of their span; none at a fixed end.</summary>
    public double Padding { get; init; } = 0.04;
}
