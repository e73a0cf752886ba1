namespace StructuralError.Reporting.Figures.Model;

/// <summary>The area between two curves over the same x: bounds, a confidence band. Interrupted where a value is not finite.</summary>
public sealed record Band
{
    /// <inheritdoc cref="Series.Key"/>
    public required string Key { get; init; }

    /// <inheritdoc cref="Series.Name"/>
    public string? Name { get; init; }

    public required IReadOnlyList<double> X { get; init; }

    public required IReadOnlyList<double> Lower { get; init; }

    public required IReadOnlyList<double> Upper { get; init; }

    public required Ink Ink { get; init; }

    /// <summary>0 to 1.</summary>
    public double Opacity { get; init; } = 0.15;

    /// <inheritdoc cref="Series.Tolerance"/>
    public double Tolerance { get; init; }
}
