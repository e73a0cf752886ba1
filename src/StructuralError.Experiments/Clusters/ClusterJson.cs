using System.Text.Json;
using System.Text.Json.Serialization;
using StructuralError.Core.Common;
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
    /// <param name="isCurrent">Whether this version of the program understands it.</param>
    /// <exception cref="UserErrorException">It cannot be understood, or another version of the program wrote it (exit 65).</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static T Read<T>(string path, string remedy, Predicate<T> isCurrent)
        where T : class
    {
        T document = JsonFile.Read(path, Strict.Type<T>(), out string reason)
            ?? throw new UserErrorException(FailureKind.BadData, $"{path}: {reason}; {remedy}.");
        return isCurrent(document)
            ? document
            : throw new UserErrorException(FailureKind.BadData, $"{path}: was written by another version of this program; {remedy}.");
    }
}
