namespace StructuralError.Reporting.Figures.Model;

/// <summary>A figure as data: what is shown, not where. The layout places it, the writers write it.</summary>
public sealed record Figure
{
    /// <summary>File name without its ending; also the prefix of ids within the file. Letters, digits, <c>_</c> and <c>-</c>.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>How to read it, below the title.</summary>
    public string? Subtitle { get; init; }

    /// <summary>Small print at the foot.</summary>
    public string? Note { get; init; }

    /// <summary>What a reader who cannot see the figure should know.</summary>
    public required string Description { get; init; }

    /// <summary>Row by row.</summary>
    public required IReadOnlyList<Panel> Panels { get; init; }

    /// <summary>Panels side by side.</summary>
    public int Columns { get; init; } = 1;

    public LegendPlace Legend { get; init; } = LegendPlace.Panel;

    public ScaleSharing ShareX { get; init; } = ScaleSharing.None;

    public ScaleSharing ShareY { get; init; } = ScaleSharing.None;

    /// <summary>Of the whole figure, in CSS pixels (1/96 inch).</summary>
    public double Width { get; init; } = 900;

    /// <summary>Of each plot area, in CSS pixels.</summary>
    public double PlotHeight { get; init; } = 380;
}

/// <summary>Where the legend stands. Never over the curves.</summary>
public enum LegendPlace
{
    /// <summary>Above each panel, for what that panel shows.</summary>
    Panel,

    /// <summary>Once, above all panels; entries of the same name and look are one.</summary>
    Figure,
}

/// <summary>Which panels have one scale, so that they can be compared.</summary>
public enum ScaleSharing
{
    None,
    Row,
    Column,
    All,
}
