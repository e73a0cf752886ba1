using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Families;
using StructuralError.Reporting.Claims;
using StructuralError.Reporting.Paper;

namespace StructuralError.Reporting.Listings;

/// <summary>What was made, in a few lines or as JSON.</summary>
public sealed class ReproductionListing(Reproduction done)
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
