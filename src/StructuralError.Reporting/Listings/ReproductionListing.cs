using StructuralError.Experiments.Paper.Claims;
using StructuralError.Reporting.Paper;

namespace StructuralError.Reporting.Listings;

/// <summary>What was made, in a few lines or as JSON.</summary>
public sealed class ReproductionListing(ReproductionDirectory directory, Reproduction done)
{
    private const int Schema = 2;

    public IEnumerable<string> Lines()
    {
        yield return $"data      {done.Record.Dataset}{(done.Record.IsQuick ? ", quick: fewer steps than the paper trained" : string.Empty)}";
        yield return $"runs      {QueueListing.Counts(done.Trained)}";
        yield return FormattableString.Invariant($"time      {done.Record.Seconds:F0} s in all");
        yield return FormattableString.Invariant($"figures   {done.Drawn.Count} files in {directory.Figures}");
        if (done.Claims is { } claims)
        {
            yield return $"claims    {claims.Counts}: {directory.Claims}";
            yield return $"report    {directory.Report}";
        }
    }

    public string ToJson() => ListingJson.Write(Document());

    private ReproductionDocument Document() => new(
        Schema,
        Path.GetFullPath(directory.Path),
        done.Record.Dataset,
        done.Record.IsQuick,
        done.Record.Seconds,
        [.. done.Drawn.Select(Path.GetFullPath)],
        done.Claims is { } claims
            ? new ClaimCounts(
                claims.Count(Verdict.Reproduced), claims.Count(Verdict.ReproducedInPart), claims.Count(Verdict.NotReproduced),
                claims.Count(Verdict.Undecided), claims.Count(Verdict.CannotBeDecided))
            : null,
        QueueListing.Entries(done.Trained));
}
