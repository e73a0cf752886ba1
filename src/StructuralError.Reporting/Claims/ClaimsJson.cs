using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Experiments.Paper.Claims;

namespace StructuralError.Reporting.Claims;

/// <summary><c>claims.json</c>: everything, numbers with all their digits; NaN and infinities are the strings "NaN", "Infinity", "-Infinity".</summary>
public static class ClaimsJson
{
    public const int Schema = 1;

    public static string Text(ClaimsReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return JsonText.Write(writer => Write(writer, report), indented: true);
    }

    private static void Write(Utf8JsonWriter writer, ClaimsReport report)
    {
        writer.WriteStartObject();
        writer.WriteNumber("schema", Schema);
        writer.WriteString("dataset", report.Dataset);
        writer.WriteBoolean("quick", report.IsQuick);
        writer.WriteStartArray("claims");
        foreach (ClaimResult result in report.Results)
        {
            Write(writer, result);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ClaimResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("id", result.Claim.Id);
        writer.WriteString("source", result.Claim.Source);
        writer.WriteString("sentence", result.Claim.Sentence);
        writer.WriteString("statistic", result.Claim.Statistic);
        writer.WriteString("threshold", result.Claim.Threshold);
        writer.WriteStartArray("figures");
        foreach (string figure in result.Claim.Figures)
        {
            writer.WriteStringValue(figure);
        }

        writer.WriteEndArray();
        writer.WriteString("verdict", VerdictWords.Of(result.Verdict));
        writer.WriteString("finding", result.Finding);
        Write(writer, "evidence", result.Evidence);
        Write(writer, "context", result.Context);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, IEnumerable<Observation> observations)
    {
        writer.WriteStartArray(name);
        foreach (Observation observation in observations)
        {
            Write(writer, observation);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, Observation observation)
    {
        writer.WriteStartObject();
        writer.WriteString("case", observation.Case);
        writer.WriteString("quantity", observation.Quantity);
        writer.WriteStartArray("values");
        foreach (SeedValue value in observation.Values)
        {
            writer.WriteStartObject();
            writer.WriteNumber("seed", value.Seed);
            writer.WriteReal("value", value.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteReal("mean", observation.Mean);
        writer.WriteReal("lower", observation.Lower);
        writer.WriteReal("upper", observation.Upper);
        if (observation is Evidence evidence)
        {
            writer.WriteString("verdict", VerdictWords.Of(evidence.Verdict));
        }

        writer.WriteEndObject();
    }
}
