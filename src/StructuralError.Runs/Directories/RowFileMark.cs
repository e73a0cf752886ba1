using System.Text.Json.Serialization;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Directories;

/// <summary>How much of a row file belongs to a checkpoint.</summary>
/// <param name="Name">File name within the run directory: <c>steps.csv</c>.</param>
/// <param name="Length">Bytes from the start of the file.</param>
/// <param name="Sha256">SHA-256 of these bytes, hexadecimal.</param>
public sealed record RowFileMark(
    [property: JsonPropertyName("file"), JsonRequired] string Name,
    [property: JsonPropertyName("bytes"), JsonRequired] long Length,
    [property: JsonRequired] string Sha256)
    : FileRecord
{
    /// <summary>Whether the file still begins with these bytes; otherwise what is wrong, as the end of a sentence that starts with the file's name.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public string? Damage(string directory)
    {
        string path = Path.Combine(directory, Name);
        if (!File.Exists(path))
        {
            return "is missing";
        }

        using var hash = RunningHash.OfPrefix(path, Length, out long read);
        return read < Length ? FormattableString.Invariant($"has {read} bytes, fewer than the {Length} it had") : hash.Text == Sha256 ? null : "was changed";
    }
}
