namespace StructuralError.Core.Networks.Reading;

/// <summary>A truth value in a model file, written out or by the name of a parameter.</summary>
internal readonly record struct FlagSpec(string? Name, bool Value);
