using System.Security.Cryptography;
using System.Text.Json.Serialization;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Files;

/// <summary>
/// How the tracked files of the program's clone differ from its commit, as <c>git diff --binary HEAD</c> writes it: <c>git apply</c> makes the sources of the
/// run of it again. Stands in <c>source.diff</c> beside the manifest.
/// </summary>
public sealed record SourceDiff : FileRecord
{
    public const string FileName = "source.diff";

    /// <summary>No more is kept: by then it holds data, not a change of the program.</summary>
    public const int MaximumBytes = 1 << 20;

    /// <param name="content">The difference; where it is too long its beginning, up to a line's end, and a line that says so.</param>
    /// <param name="isWhole">False where it was too long.</param>
    public SourceDiff(byte[] content, bool isWhole) =>
        (Content, File, Sha256, Bytes, IsWhole) = (content, FileName, Convert.ToHexStringLower(SHA256.HashData(content)), content.Length, isWhole);

    /// <summary>What a manifest says of one; the content stands in the file.</summary>
    [JsonConstructor]
    public SourceDiff()
    {
    }

    /// <summary><see cref="FileName"/>.</summary>
    public string? File { get; init; }

    /// <summary>SHA-256 of the file, lower-case hexadecimal.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Length of the file.</summary>
    public long? Bytes { get; init; }

    /// <summary>False where the difference was too long.</summary>
    [JsonPropertyName("whole")]
    public bool? IsWhole { get; init; }

    /// <summary>The content of the file; empty where a manifest alone was read.</summary>
    [JsonIgnore]
    public byte[] Content { get; } = [];

    /// <summary>Puts the file into a run directory; where there is no difference, removes what an earlier run left.</summary>
    /// <param name="files">The operating system's unless given.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to write here.</exception>
    public static void Keep(SourceDiff? diff, string runDirectory, IFileSystem? files = null)
    {
        files ??= DiskFileSystem.Instance;
        string path = Path.Combine(runDirectory, FileName);
        if (diff is null)
        {
            files.Delete(path);
        }
        else
        {
            DurableFile.Write(path, diff.Content, files);
        }
    }
}
