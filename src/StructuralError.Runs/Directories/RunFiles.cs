using System.Security.Cryptography;
using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Directories;

/// <summary>The files of rows that a run leaves.</summary>
public static class RunFiles
{
    /// <summary>Names of the files a run may have written rows to.</summary>
    public static IReadOnlyList<string> Rows { get; } =
        [RunDirectory.StepsName, RunDirectory.SamplesName, RunDirectory.LayersName, RunDirectory.IndependenceName];

    /// <summary>Whether the spec asks for rows in this file.</summary>
    public static bool IsWanted(string name, RunManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return name switch
        {
            RunDirectory.StepsName => true,
            RunDirectory.SamplesName => manifest.SpecValue("per_sample").ValueKind == JsonValueKind.True,
            RunDirectory.LayersName or RunDirectory.IndependenceName => manifest.SpecValue("structure_every").WholeAt() is > 0,
            _ => false,
        };
    }

    /// <summary>Whether a name in a summary's hashes is that of a checkpoint's file.</summary>
    public static bool IsOfCheckpoint(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith(RunDirectory.CheckpointName + "/", StringComparison.Ordinal);
    }

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
