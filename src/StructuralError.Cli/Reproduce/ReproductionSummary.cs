using StructuralError.Cli.Common;
using StructuralError.Cli.Documents;
using StructuralError.Cli.Queue;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Reporting.Paper;

namespace StructuralError.Cli.Reproduce;

/// <summary>What was made, in a few lines or as JSON.</summary>
internal sealed class ReproductionSummary(ReproductionDirectory directory, Reproduction done)
{
    private const int Schema = 1;

    public void Write(CliContext context, bool quiet, bool json)
    {
        if (json)
        {
            context.Out.Write(CliJson.Write(Document()));
        }
        else if (!quiet)
        {
            WriteLines(context.Out);
        }
    }

    private void WriteLines(TextWriter output)
    {
        output.WriteLine($"data      {done.Record.Dataset}{(done.Record.IsQuick ? ", quick: fewer steps than the paper trained" : string.Empty)}");
        output.WriteLine($"runs      {QueueText.Counts(done.Trained)}");
        output.WriteLine(FormattableString.Invariant($"time      {done.Record.Seconds:F0} s in all"));
        output.WriteLine(FormattableString.Invariant($"figures   {done.Drawn.Count} files in {directory.Figures}"));
        if (done.Claims is { } claims)
        {
            output.WriteLine($"claims    {claims.Counts}: {directory.Claims}");
            output.WriteLine($"report    {directory.Report}");
        }
    }

    private ReproductionDocument Document() => new(
        Schema,
        Path.GetFullPath(directory.Path),
        done.Record.Dataset,
        done.Record.IsQuick,
        done.Record.Seconds,
        [.. done.Drawn.Select(Path.GetFullPath)],
        done.Claims is { } claims
            ? new ClaimCounts(claims.Count(Verdict.Reproduced), claims.Count(Verdict.NotReproduced), claims.Count(Verdict.Inconclusive))
            : null,
        QueueEntries.Of(done.Trained));
}
