namespace StructuralError.Reporting.Figures.Files;

/// <summary>What a figure is written as. The names, in small letters, are the files' endings.</summary>
public enum FigureFormat
{
    Svg,
    Pdf,
    Png,
}
