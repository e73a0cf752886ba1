using StructuralError.Experiments.Paper;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Runs.Storage;

namespace StructuralError.Reporting.Claims;

/// <summary>The claims decided on one data set: what <c>claims.md</c> and <c>claims.json</c> hold.</summary>
/// <param name="Dataset">Its real name.</param>
/// <param name="IsQuick">Fewer steps than the paper trained; both files say so.</param>
public sealed record ClaimsReport(string Dataset, bool IsQuick, IReadOnlyList<ClaimResult> Results)
{
    public const string MarkdownFile = "claims.md";
    public const string JsonFile = "claims.json";

    /// <summary>Decides all of the paper's claims.</summary>
    public static ClaimsReport Of(ReproductionData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new(data.Dataset, data.IsQuick, PaperClaims.Judge(data));
    }

    /// <summary>How many claims have this verdict.</summary>
    public int Count(Verdict verdict) => Results.Count(result => result.Verdict == verdict);

    /// <summary>Writes both files into a directory that exists, each whole or not at all.</summary>
    /// <inheritdoc cref="DurableFile.Write(string, string, IFileSystem)" path="/exception"/>
    public void Write(string directory)
    {
        DurableFile.Write(Path.Combine(directory, MarkdownFile), ClaimsMarkdown.Text(this));
        DurableFile.Write(Path.Combine(directory, JsonFile), ClaimsJson.Text(this));
    }
}
