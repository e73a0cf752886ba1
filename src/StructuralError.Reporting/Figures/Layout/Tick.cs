namespace StructuralError.Reporting.Figures.Layout;

/// <summary>A marked value of an axis and the words beside it.</summary>
public readonly record struct Tick(double Value, string Label);
