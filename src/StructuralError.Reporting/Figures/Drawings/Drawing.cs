namespace StructuralError.Reporting.Figures.Drawings;

/// <summary>A figure laid out: everything at its place, back to front, ready for any writer.</summary>
public sealed record Drawing(string Id, string Title, string Description, double Width, double Height, IReadOnlyList<Mark> Marks);
