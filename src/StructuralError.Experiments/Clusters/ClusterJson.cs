using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using StructuralError.Core.Common;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Clusters;

/// <summary>How the files of a sweep's <c>cluster</c> directory are read and written.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(FrozenSweep))]
[JsonSerializable(typeof(Submission))]
[JsonSerializable(typeof(TaskRecord))]
internal sealed partial class ClusterJson : JsonSerializerContext
{
    private static readonly JsonSerializerOptions Strict = JsonDocuments.Options(new ClusterJson());

    public static string Write<T>(T document) => JsonDocuments.Write(document, Strict.Type<T>());

    /// <param name="remedy">What to do where it cannot be understood, as a clause.</param>
    /// <exception cref="UserErrorException">It cannot be understood, or another version of the program wrote it (exit 65).</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static T Read<T>(string path, string remedy)
        where T : ClusterRecord
    {
        T document = JsonFile.Read(path, Strict.Type<T>(), out string reason)
            ?? throw new UserErrorException(FailureKind.BadData, $"{path}: {reason}; {remedy}.");
        string? wrong = document.Schema != ClusterRecord.CurrentSchema ? "was written by another version of this program"
            : document.Fault is { } name ? $"has a '{name}' that this program never writes" : null;
        return wrong is null ? document : throw new UserErrorException(FailureKind.BadData, $"{path}: {wrong}; {remedy}.");
    }

    /// <summary>The beginning of a text's SHA-256: twelve hexadecimal digits.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    /// <summary>Whether a name is that of an entry of a directory, and leads nowhere else.</summary>
    public static bool IsEntry(string name) => name.Length > 0 && name is not ("." or "..") && Path.GetFileName(name) == name;
}

/// <summary>The content of a file of a sweep's <c>cluster</c> directory.</summary>
public abstract record ClusterRecord : FileRecord
{
    /// <summary>The one that this version of the program writes and understands.</summary>
    internal const int CurrentSchema = 1;

    [JsonRequired, JsonPropertyOrder(-1)]
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Names what this program never writes there; null for nothing. What these files say becomes scripts, paths and arguments.</summary>
    [JsonIgnore]
    internal virtual string? Fault => null;
}
