namespace StructuralError.Reporting.Figures.Layout;

/// <summary>Font sizes and distances in CSS pixels.</summary>
internal static class Sizes
{
    public const double Margin = 20;

    public const double Title = 17;
    public const double Subtitle = 13;
    public const double PanelTitle = 14;
    public const double AxisLabel = 13;
    public const double TickLabel = 12;
    public const double Legend = 13;
    public const double Note = 11.5;

    /// <summary>Between blocks that stand one below the other.</summary>
    public const double BlockGap = 10;

    /// <summary>Between a tick label, an axis label or a reference label and the plot area.</summary>
    public const double LabelGap = 8;

    public const double ColumnGap = 24;
    public const double RowGap = 22;

    /// <summary>Smallest distance of two tick labels side by side.</summary>
    public const double TickLabelGap = 14;

    public const double DotRadius = 2.4;
}
