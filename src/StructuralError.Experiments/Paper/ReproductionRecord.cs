using System.Text.Json;
using System.Text.Json.Serialization;
using StructuralError.Core.Common;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Paper;

/// <summary>What a reproduction's directory holds, and what it took: <c>reproduction.json</c>, read and written.</summary>
/// <param name="Dataset">The data's real name.</param>
/// <param name="Precision"><c>f32</c> or <c>f64</c>.</param>
/// <param name="Seconds">Wall time of all starts of the command that trained or measured something; a start that finds everything done adds nothing.</param>
public sealed record ReproductionRecord(
    [property: JsonRequired] string Dataset,
    [property: JsonRequired, JsonPropertyName("quick")] bool IsQuick,
    [property: JsonRequired] string Precision,
    [property: JsonRequired] double Seconds)
    : FileRecord
{
    public const string FileName = "reproduction.json";

    private const int CurrentSchema = 1;

    /// <summary>Options that differ from the paper's training, as <c>--init he-normal</c>; left out where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Options { get; init; }

    /// <summary>The member of a family that it is; left out for the program's own networks and training.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Member { get; init; }

    /// <summary><see cref="PaperNetworks.Hash"/>; null in records of earlier versions, whose models are plain-a to plain-d now.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Networks { get; init; }

    [JsonRequired, JsonPropertyOrder(-1)]
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Null where there is none yet.</summary>
    /// <exception cref="UserErrorException">It cannot be understood (exit 65).</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ReproductionRecord? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        ReproductionRecord record = JsonFile.Read(path, ReproductionJson.Strict.Type<ReproductionRecord>(), out string reason)
            ?? throw new UserErrorException(FailureKind.BadData, $"{path}: {reason}. Restore it, or give another --out.");
        return record.Schema == CurrentSchema
            ? record
            : throw new UserErrorException(FailureKind.BadData, $"{path}: was written by another version of this program; give another --out.");
    }

    /// <summary>Whether results of the two may be mixed.</summary>
    public bool IsSameExperiment(ReproductionRecord other) => IsSameTraining(other) && Networks == other.Networks;

    /// <summary>Whether the two differ in their networks at most.</summary>
    public bool IsSameTraining(ReproductionRecord other) =>
        (Dataset, IsQuick, Precision, Options, Member) == (other.Dataset, other.IsQuick, other.Precision, other.Options, other.Member);

    public string ToJson() => JsonDocuments.Write(this, ReproductionJson.Strict.Type<ReproductionRecord>());
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ReproductionRecord))]
internal sealed partial class ReproductionJson : JsonSerializerContext
{
    public static readonly JsonSerializerOptions Strict = JsonDocuments.Options(new ReproductionJson());
}
