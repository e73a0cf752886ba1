using System.Text.Json.Serialization;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Directories;

/// <summary>How much of a file belongs to a checkpoint: of a row file its beginning, of the file of tensors all of it.</summary>
/// <param name="Name">In the run directory: <c>steps.csv</c>; of tensors, beside the sidecar.</param>
/// <param name="Length">Bytes from the start of the file.</param>
/// <param name="Sha256">SHA-256 of these bytes, hexadecimal.</param>
public sealed record FileMark(
    [property: JsonPropertyName("file"), JsonRequired] string Name,
    [property: JsonPropertyName("bytes"), JsonRequired] long Length,
    [property: JsonRequired] string Sha256)
    : FileRecord
{
    /// <summary>Whether a row file still begins with these bytes; otherwise what is wrong, as the end of a sentence that starts with the file's name.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <param name="rows">How many lines it has beneath its header; null where that is not known.</param>
    public string? Damage(string directory, long? rows = null)
    {
        string path = Path.Combine(directory, Name);
        if (!File.Exists(path))
        {
            return "is missing";
        }

        using RunningHash hash = RunningHash.OfPrefix(path, Length, out long read, out long lines);
        return read < Length ? FormattableString.Invariant($"has {read} bytes, fewer than the {Length} it had")
            : hash.Text != Sha256 ? "was changed"
            : rows is { } expected && lines != expected + 1 ? FormattableString.Invariant($"has {lines} lines where {expected + 1} were written, was changed")
            : null;
    }
}
