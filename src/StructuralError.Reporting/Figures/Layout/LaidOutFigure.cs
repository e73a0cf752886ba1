using StructuralError.Reporting.Figures.Drawings;

namespace StructuralError.Reporting.Figures.Layout;

/// <summary>A figure with everything at its place.</summary>
/// <param name="Plots">One for each panel, in their order.</param>
public sealed record LaidOutFigure(Drawing Drawing, IReadOnlyList<PlotArea> Plots);
