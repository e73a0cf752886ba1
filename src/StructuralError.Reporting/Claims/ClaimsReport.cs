using System.Text.Json;
using System.Text.Json.Serialization;
using StructuralError.Core.Common;
using StructuralError.Experiments.Paper;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Runs.Storage;

namespace StructuralError.Reporting.Claims;

/// <summary>The claims decided on one data set: <c>claims.json</c>, with all digits of every number, and what <c>claims.md</c> shows of it.</summary>
/// <param name="Dataset">Its real name.</param>
/// <param name="IsQuick">Fewer steps than the paper trained; both files say so.</param>
public sealed record ClaimsReport(
    string Dataset, [property: JsonPropertyName("quick")] bool IsQuick, [property: JsonPropertyName("claims")] IReadOnlyList<ClaimResult> Results)
{
    public const string MarkdownFile = "claims.md";
    public const string JsonFile = "claims.json";

    [JsonPropertyOrder(-1)]
    public int Schema { get; init; } = 2;

    /// <summary>Options that differ from the paper's training; empty for none.</summary>
    [JsonPropertyOrder(-1)]
    public string Options { get; init; } = string.Empty;

    /// <summary>Which member of a family it is; null for the program's own networks and training.</summary>
    [JsonPropertyOrder(-1)]
    public string? Member { get; init; }

    /// <summary>Decides all of the paper's claims.</summary>
    public static ClaimsReport Of(ReproductionData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new(data.Dataset, data.IsQuick, PaperClaims.Judge(data))
        {
            Options = data.Options,
            Member = data.Member.Length > 0 ? data.Member : null,
        };
    }

    /// <inheritdoc cref="CountsOf"/>
    [JsonIgnore]
    public string Counts => CountsOf(Results);

    /// <summary>How many claims are the paper's own.</summary>
    [JsonIgnore]
    public int OfPaper => Results.Count(result => result.Kind == ClaimKind.Paper);

    /// <summary>How many claims of the paper have each verdict, in words; identities, theorems, steps of proofs and our own are not counted.</summary>
    public static string CountsOf(IReadOnlyList<ClaimResult> results)
    {
        ClaimResult[] paper = [.. results.Where(result => result.Kind == ClaimKind.Paper)];
        int Number(Verdict verdict) => paper.Count(result => result.Verdict == verdict);
        return FormattableString.Invariant($"{paper.Length} {(paper.Length == 1 ? "claim" : "claims")} of the paper: ") + string.Join(
            ", ",
            Enum.GetValues<Verdict>().Where(verdict => verdict <= Verdict.Undecided || Number(verdict) > 0)
                .Select(verdict => FormattableString.Invariant($"{Number(verdict)} {Verdicts.Name(verdict)}")));
    }

    /// <summary>How many claims of the paper have this verdict.</summary>
    public int Count(Verdict verdict) => Results.Count(result => result.Kind == ClaimKind.Paper && result.Verdict == verdict);

    /// <summary>The content of <see cref="JsonFile"/>.</summary>
    public string ToJson() => JsonDocuments.Write(this, ClaimsJson.Strict.Type<ClaimsReport>());

    /// <summary>Writes both files into a directory that exists, each whole or not at all.</summary>
    /// <inheritdoc cref="DurableFile.Write(string, string, IFileSystem)" path="/exception"/>
    public void Write(string directory)
    {
        DurableFile.Write(Path.Combine(directory, MarkdownFile), ClaimsMarkdown.Text(this));
        DurableFile.Write(Path.Combine(directory, JsonFile), ToJson());
    }
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ClaimsReport))]
internal sealed partial class ClaimsJson : JsonSerializerContext
{
    public static readonly JsonSerializerOptions Strict = JsonDocuments.Options(new ClaimsJson());
}
