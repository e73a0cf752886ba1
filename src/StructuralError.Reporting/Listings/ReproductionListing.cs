using System.Text.Json.Serialization;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Families;
using StructuralError.Reporting.Claims;
using StructuralError.Reporting.Paper;

namespace StructuralError.Reporting.Listings;

/// <summary>What was made, in a few lines or as JSON.</summary>
internal sealed class ReproductionListing(Reproduction done)
{
    private const int Schema = 2;

    private readonly ReproductionDirectory _directory = new(done.Path);

    public IEnumerable<string> Lines()
    {
        yield return $"data      {done.Record.Dataset}{(done.Record.IsQuick ? ", quick: fewer steps than the paper trained" : string.Empty)}";
        yield return $"runs      {QueueListing.Counts(done.Trained)}";
        yield return FormattableString.Invariant($"time      {done.Record.Seconds:F0} s in all");
        yield return FormattableString.Invariant($"figures   {done.Drawn.Count} files in {_directory.Figures}");
        if (done.Claims is { } claims)
        {
            yield return $"claims    {claims.Counts}: {_directory.Claims}";
            yield return $"report    {_directory.Report}";
        }

        if (done.Robustness is { } robustness)
        {
            yield return $"claims    {robustness.Counts}";
            yield return $"report    {Path.Combine(done.Path, RobustnessReport.MarkdownFile)}";
        }
    }

    public string ToJson() => ListingJson.Write(Document());

    private ReproductionDocument Document() => new(
        Schema,
        Path.GetFullPath(done.Path),
        done.Record.Dataset,
        done.Record.IsQuick,
        done.Record.Seconds,
        [.. done.Drawn.Select(Path.GetFullPath)],
        done.Claims is { } claims
            ? new ClaimCounts(
                claims.Count(Verdict.Reproduced), claims.Count(Verdict.ReproducedInPart), claims.Count(Verdict.NotReproduced),
                claims.Count(Verdict.Undecided), claims.Count(Verdict.CannotBeDecided))
            : null,
        done.Robustness is { Robustness: var over }
            ? new RobustnessCounts(
                over.Count(Stability.Robust), over.Count(Stability.RobustWhereDecided), over.Count(Stability.Depends), over.Count(Stability.Undecided))
            : null,
        QueueListing.Entries(done.Trained));
}

/// <summary>What <c>reproduce --json</c> prints.</summary>
/// <param name="Directory">Its full path.</param>
/// <param name="Figures">Files, full paths.</param>
/// <param name="Claims">How many of the paper's have each verdict; left out where only some figures were asked for, and for a family.</param>
/// <param name="Robustness">How many of the paper's claims are of each class; left out but for a family.</param>
internal sealed record ReproductionDocument(
    int Schema,
    string Directory,
    string Dataset,
    bool Quick,
    double Seconds,
    IReadOnlyList<string> Figures,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ClaimCounts? Claims,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RobustnessCounts? Robustness,
    IReadOnlyList<QueueEntry> Runs);

/// <summary>How many claims of the paper have each verdict.</summary>
internal sealed record ClaimCounts(int Reproduced, int ReproducedInPart, int NotReproduced, int Undecided, int CannotBeDecided);

/// <summary>How many claims of the paper are of each class over a family.</summary>
internal sealed record RobustnessCounts(int Robust, int RobustWhereDecided, int Depends, int Undecided);
