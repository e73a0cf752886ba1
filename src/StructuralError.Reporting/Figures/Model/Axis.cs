namespace StructuralError.Reporting.Figures.Model;

/// <summary>A linear axis. Without fixed ends it spans the finite values drawn along it.</summary>
public sealed record Axis
{
    public string Label { get; init; } = "";

    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    /// <summary>Ticks at whole numbers only: steps, depths.</summary>
    public bool WholeNumbers { get; init; }

    /// <summary>Room left beyond the outermost values, as a share of their span; none at a fixed end.</summary>
    public double Padding { get; init; } = 0.04;
}
