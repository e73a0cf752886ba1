namespace StructuralError.Reporting.Figures.Model;

/// <summary>A curve. A point with a coordinate that is not finite is a gap; a point between two gaps is drawn as a dot.</summary>
public sealed record Series
{
    /// <summary>Which quantity or run this is, the same for all that belongs together: a curve, its running median, its band.</summary>
    public required string Key { get; init; }

    /// <summary>The legend's words; null: no entry.</summary>
    public string? Name { get; init; }

    public required IReadOnlyList<double> X { get; init; }

    /// <summary>As many as <see cref="X"/>.</summary>
    public required IReadOnlyList<double> Y { get; init; }

    public required Ink Ink { get; init; }

    public Dash Dash { get; init; } = Dash.Solid;

    /// <summary>In CSS pixels.</summary>
    public double Width { get; init; } = 2;

    /// <summary>0 to 1; faint is for single runs and unsmoothed values behind the bold curve.</summary>
    public double Opacity { get; init; } = 1;

    /// <summary>A dot at every point, for curves of few points.</summary>
    public bool Dots { get; init; }

    /// <summary>Smaller is drawn first; equal ones in order.</summary>
    public int Layer { get; init; }

    /// <summary>
    /// In CSS pixels: points that stand no farther from the line through their neighbours are left out of the drawing, and of noise the points between the
    /// extremes of each three such widths. 0: every point is drawn that can be seen.
    /// </summary>
    public double Tolerance { get; init; }
}
