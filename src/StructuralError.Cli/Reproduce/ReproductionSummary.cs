using StructuralError.Cli.Queue;
using StructuralError.Core.Common;
using StructuralError.Experiments.Paper;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Queue;
using StructuralError.Reporting.Claims;

namespace StructuralError.Cli.Reproduce;

/// <summary>What was made, in a few lines or as JSON.</summary>
/// <param name="drawn">The figures' files.</param>
/// <param name="claims">Null where only some figures were asked for.</param>
internal sealed class ReproductionSummary(
    ReproductionDirectory directory, ReproductionRecord record, QueueResult trained, IReadOnlyList<string> drawn, ClaimsReport? claims)
{
    private const int Schema = 1;

    public void Write(CliContext context, QueueSettings settings)
    {
        if (settings.Json)
        {
            context.Out.Write(ToJson());
        }
        else if (!settings.Quiet)
        {
            WriteLines(context.Out);
        }
    }

    private void WriteLines(TextWriter output)
    {
        output.WriteLine($"data      {record.Dataset}{(record.IsQuick ? ", quick: fewer steps than the paper trained" : string.Empty)}");
        output.WriteLine($"runs      {QueueTable.Counts(trained)}");
        output.WriteLine(FormattableString.Invariant($"time      {record.Seconds:F0} s in all"));
        output.WriteLine(FormattableString.Invariant($"figures   {drawn.Count} files in {directory.Figures}"));
        if (claims is not null)
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
            writer.WriteString("dataset", record.Dataset);
            writer.WriteBoolean("quick", record.IsQuick);
            writer.WriteReal("seconds", record.Seconds);
            writer.WriteStartArray("figures");
            foreach (string file in drawn)
            {
                writer.WriteStringValue(Path.GetFullPath(file));
            }

            writer.WriteEndArray();
            if (claims is not null)
            {
                writer.WriteStartObject("claims");
                writer.WriteNumber("reproduced", claims.Count(Verdict.Reproduced));
                writer.WriteNumber("not_reproduced", claims.Count(Verdict.NotReproduced));
                writer.WriteNumber("inconclusive", claims.Count(Verdict.Inconclusive));
                writer.WriteEndObject();
            }

            QueueDocument.WriteRuns(writer, trained);
            writer.WriteEndObject();
        },
        indented: true);
}
