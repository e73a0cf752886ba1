namespace StructuralError.Core.Networks.Reading;

/// <summary>A value that a model file declares and the command line may override: k, width, skip, …</summary>
/// <param name="IsFlag">Whether it is true or false (1 or 0) rather than a whole number.</param>
public sealed record ModelParameter(string Name, int Default, bool IsFlag);
