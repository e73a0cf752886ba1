using System.Text.Json;
using System.Text.Json.Serialization;
using StructuralError.Core.Common;
using StructuralError.Experiments.Paper.Families;
using StructuralError.Runs.Storage;

namespace StructuralError.Reporting.Claims;

/// <summary>Every claim over every member of a family: <c>robustness.json</c>, read and written, and what <c>robustness.md</c> shows of it.</summary>
/// <param name="Family">Its name: architectures.</param>
/// <param name="Noun">What a member is: architecture.</param>
/// <param name="Question">What the family asks.</param>
/// <param name="Dataset">Its real name.</param>
/// <param name="IsQuick">Fewer steps than the paper trained.</param>
public sealed record RobustnessReport(
    string Family, string Noun, string Question, string Dataset, [property: JsonPropertyName("quick")] bool IsQuick, int Seeds, string Precision,
    IReadOnlyList<MemberFit> Members, IReadOnlyList<ClaimRobustness> Claims)
{
    public const string MarkdownFile = "robustness.md";
    public const string JsonFile = "robustness.json";

    [JsonPropertyOrder(-1)]
    public int Schema { get; init; } = 1;

    [JsonIgnore]
    public Robustness Robustness => new(Members, Claims);

    /// <summary>What came out, in a sentence.</summary>
    [JsonIgnore]
    public string Counts => FormattableString.Invariant($"Of {Robustness.OfPaper} {(Robustness.OfPaper == 1 ? "claim" : "claims")} of the paper: ")
        + FormattableString.Invariant($"{Count(Stability.Robust)} with one verdict in all {Members.Count} {Family}, ")
        + FormattableString.Invariant($"{Count(Stability.RobustWhereDecided)} with one verdict in all that decide them, ")
        + FormattableString.Invariant($"{Count(Stability.Depends)} with a verdict that depends on the {Noun}, {Count(Stability.Undecided)} decided in none.");

    /// <summary>What is in a directory; null where there is none.</summary>
    /// <exception cref="UserErrorException">It cannot be understood (exit 65).</exception>
    public static RobustnessReport? Read(string directory)
    {
        string path = Path.Combine(directory, JsonFile);
        return !File.Exists(path)
            ? null
            : StructuralError.Runs.Storage.JsonFile.Read(path, RobustnessJson.Strict.Type<RobustnessReport>(), out string reason)
                ?? throw new UserErrorException(FailureKind.BadData, $"{path}: {reason}; remove it and run the family again.");
    }

    /// <summary>The content of <see cref="JsonFile"/>.</summary>
    public string ToJson() => JsonDocuments.Write(this, RobustnessJson.Strict.Type<RobustnessReport>());

    /// <summary>Writes both files into a directory that exists, each whole or not at all. The one that shows whose directory it is comes first.</summary>
    /// <inheritdoc cref="DurableFile.Write(string, string, IFileSystem)" path="/exception"/>
    public void Write(string directory)
    {
        DurableFile.Write(Path.Combine(directory, JsonFile), ToJson());
        DurableFile.Write(Path.Combine(directory, MarkdownFile), RobustnessMarkdown.Text(this));
    }

    private int Count(Stability stability) => Robustness.Count(stability);
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RobustnessReport))]
internal sealed partial class RobustnessJson : JsonSerializerContext
{
    // Nothing in it may be missing.
    public static readonly JsonSerializerOptions Strict = new(JsonDocuments.Options(new RobustnessJson())) { RespectRequiredConstructorParameters = true };
}
