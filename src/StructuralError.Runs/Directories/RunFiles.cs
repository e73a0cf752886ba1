using System.Security.Cryptography;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Directories;

/// <summary>The files of rows that a run leaves.</summary>
public static class RunFiles
{
    /// <summary>Names of the files a run may have written rows to.</summary>
    public static IReadOnlyList<string> Rows { get; } =
        [RunDirectory.StepsName, RunDirectory.SamplesName, RunDirectory.LayersName, RunDirectory.IndependenceName];

    /// <summary>SHA-256 of each row file that is there, lower-case hexadecimal, by name, in ordinal order.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to read it.</exception>
    public static OrderedDictionary<string, string> Hashes(string runDirectory) => new(
        Rows.Where(name => File.Exists(Path.Combine(runDirectory, name))).Order(StringComparer.Ordinal)
            .Select(name => KeyValuePair.Create(name, Hash(Path.Combine(runDirectory, name)))),
        StringComparer.Ordinal);

    /// <inheritdoc cref="Hashes" path="/exception"/>
    public static string Hash(string path)
    {
        using FileStream file = RegularFile.OpenRead(path, bufferSize: 0);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
