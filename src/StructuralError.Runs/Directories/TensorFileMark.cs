namespace StructuralError.Runs.Directories;

/// <summary>The tensor file that a sidecar belongs to.</summary>
/// <param name="Name">In the same directory.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Hexadecimal.</param>
public sealed record TensorFileMark(string Name, long Length, string Sha256);
