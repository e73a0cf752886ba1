namespace StructuralError.Core.Networks.Reading;

/// <summary>A whole number in a model file, written out or by the name of a parameter.</summary>
/// <param name="Name">The parameter's name, or null for a number.</param>
/// <param name="Minimum">The least value that makes sense at this place.</param>
/// <param name="Path">Where it stands in the file.</param>
internal readonly record struct SizeSpec(string? Name, int Number, int Minimum, string Path);
