using System.Text.Json.Serialization;
using StructuralError.Runs.Files;

namespace StructuralError.Runs.Directories;

/// <summary>The tensor file that a sidecar belongs to.</summary>
/// <param name="Name">In the same directory.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Hexadecimal.</param>
public sealed record TensorFileMark(
    [property: JsonPropertyName("file"), JsonRequired] string Name,
    [property: JsonPropertyName("bytes"), JsonRequired] long Length,
    [property: JsonRequired] string Sha256)
    : FileRecord;
