using StructuralError.Cli.Common;
using StructuralError.Cli.Queue;
using StructuralError.Core.Common;
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
            context.Out.Write(ToJson());
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
            output.WriteLine(FormattableString.Invariant(
                $"claims    {claims.Count(Verdict.Reproduced)} reproduced, {claims.Count(Verdict.NotReproduced)} not reproduced, {claims.Count(Verdict.Inconclusive)} inconclusive: {directory.Claims}"));
            output.WriteLine($"report    {directory.Report}");
        }
    }

    private string ToJson() => JsonText.Write(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", Schema);
            writer.WriteString("directory", Path.GetFullPath(directory.Path));
            writer.WriteString("dataset", done.Record.Dataset);
            writer.WriteBoolean("quick", done.Record.IsQuick);
            writer.WriteReal("seconds", done.Record.Seconds);
            writer.WriteStartArray("figures");
            foreach (string file in done.Drawn)
            {
                writer.WriteStringValue(Path.GetFullPath(file));
            }

            writer.WriteEndArray();
            if (done.Claims is { } claims)
            {
                writer.WriteStartObject("claims");
                writer.WriteNumber("reproduced", claims.Count(Verdict.Reproduced));
                writer.WriteNumber("not_reproduced", claims.Count(Verdict.NotReproduced));
                writer.WriteNumber("inconclusive", claims.Count(Verdict.Inconclusive));
                writer.WriteEndObject();
            }

            QueueDocument.WriteRuns(writer, done.Trained);
            writer.WriteEndObject();
        },
        indented: true);
}
