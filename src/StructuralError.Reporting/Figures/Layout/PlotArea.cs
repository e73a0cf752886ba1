using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Figures.Layout;

/// <summary>Where a panel's curves are drawn, and how a value becomes a place and a place a value there.</summary>
/// <param name="Box">Without labels, title and legend.</param>
public sealed record PlotArea(Panel Panel, Box Box, Scale X, Scale Y);
