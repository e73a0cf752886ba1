namespace StructuralError.Reporting.Figures.Model;

/// <summary>What something is drawn with: a role, not a colour. Each writer maps it to colours, on light and on dark paper.</summary>
public enum Ink
{
    Paper,
    Grid,
    Axis,
    Text,
    MutedText,

    /// <summary>The strongest: black on light paper, nearly white on dark.</summary>
    Contrast,
    Blue,
    Vermillion,
    Green,
    Purple,
    Orange,
    Sky,
}

/// <summary>Tells curves apart where colour cannot: in grey, in print, to the colour-blind.</summary>
public enum Dash
{
    Solid,
    Dashed,
    ShortDashed,
    Dotted,
    DashDot,
}
