using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Claims.Judging;
using static System.FormattableString;

namespace StructuralError.Reporting.Claims;

/// <summary>
/// <c>claims.md</c>: the claims in one table, then the evidence of each. Numbers are rounded to three digits; <c>claims.json</c> has them all.
/// </summary>
public static class ClaimsMarkdown
{
    private const string Rule =
        "A claim names a statistic, computed for each seed from the CSV files, and the side of a threshold on which it wants it. The mean over the seeds "
        + "and its 95 % interval (Student's t) decide each case: *reproduced* where the whole interval is on that side, *not reproduced* where it is on "
        + "the other, *undecided* where it is across or data are missing. A claim is reproduced if every case is, *reproduced in part* with cases on "
        + "both sides, and not reproduced with none for it and one against; one case against a theorem or an identity is enough. *Cannot be decided here*: no "
        + "data of these networks could, or none of the runs needed were made. Where a sentence allows several readings the first one decides, and the others "
        + "are given with their own verdicts. Where a threshold was chosen, the claim is judged again over a grid around it. The structural error S is "
        + "taken with weights 1, so S = 2U. Only claims of the paper are counted. `claims.json` holds every number in full.";

    public static string Text(ClaimsReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new MarkdownText();
        text.Paragraph($"# The paper's claims, judged on {report.Dataset}");
        text.Paragraph(report.IsQuick ? MarkdownText.QuickRun : null);
        text.Paragraph(report.Options.Length > 0 ? $"**Trained with `{report.Options}`, which the paper did not.**" : null);
        text.Paragraph(report.Member is { } member ? $"*{member}*" : null);
        text.Paragraph($"{report.Counts}.");
        Themes(text, report.Results);
        text.Paragraph(Rule);
        Overview(text, report.Results);
        foreach ((int i, ClaimResult result) in report.Results.Index())
        {
            text.Line();
            Section(text, i + 1, result);
        }

        return text.ToString();
    }

    private static void Themes(MarkdownText text, IReadOnlyList<ClaimResult> results)
    {
        foreach (Theme theme in Theme.All)
        {
            IReadOnlyList<ClaimResult> claims = theme.Of(results);
            if (claims.Count > 0)
            {
                text.Paragraph($"**{theme.Says}** {Theme.Found(claims)}");
                foreach (ClaimResult claim in claims)
                {
                    string cases = Theme.Cases(claim);
                    text.Line($"- {Verdicts.Name(claim.Verdict)}{(cases.Length > 0 ? $", {cases}" : string.Empty)}: [{claim.Sentence}](#{claim.Id})");
                }

                text.Line();
            }
        }
    }

    private static void Overview(MarkdownText text, IReadOnlyList<ClaimResult> results)
    {
        text.Header("", "claim", "kind", "where", "verdict");
        foreach ((int i, ClaimResult result) in results.Index())
        {
            string sentence = $"[{MarkdownText.Cell(result.Sentence)}](#{result.Id})";
            text.Row(Invariant($"{i + 1}"), sentence, ClaimKinds.Name(result.Kind), MarkdownText.Cell(result.Source), $"**{Verdicts.Name(result.Verdict)}**");
        }
    }

    private static void Section(MarkdownText text, int number, ClaimResult result)
    {
        text.Paragraph($"<a id=\"{result.Id}\"></a>");
        text.Paragraph(Invariant($"## {number}. {result.Sentence}"));
        text.Paragraph($"**{Capital(Verdicts.Name(result.Verdict))}.** {result.Finding}");
        text.Line($"- Kind: {ClaimKinds.Name(result.Kind)}");
        text.Line(result.Quote.Length == 0 ? $"- Where: {result.Source}" : $"- Where: {result.Source}: \"{result.Quote}\"");
        text.Line($"- Statistic: {result.Statistic}");
        text.Line($"- Threshold: {result.Threshold}");
        if (result.Figures.Count > 0)
        {
            text.Line($"- Figures: {string.Join(", ", result.Figures)}");
        }

        Readings(text, result.Readings);
        text.Line();
        Table(text, result.Evidence, withVerdict: true);
        if (result.Context.Count > 0)
        {
            text.Line();
            text.Paragraph("<details><summary>Beside it, without a verdict</summary>");
            Table(text, result.Context, withVerdict: false);
            text.Line();
            text.Line("</details>");
        }
    }

    private static void Readings(MarkdownText text, IReadOnlyList<Reading> readings)
    {
        if (readings.Any(reading => reading.Name.Length > 0 || reading.Settings > 0))
        {
            text.Line();
            text.Header("reading", "verdict", "cases that hold", "settings of the thresholds that decide alike");
            foreach (Reading reading in readings)
            {
                text.Row(
                    reading.Name.Length == 0 ? "the only one" : MarkdownText.Cell(reading.Name), Verdicts.Name(reading.Verdict),
                    Invariant($"{reading.Holding} of {reading.Cases}"),
                    reading.Settings == 0 ? string.Empty : Invariant($"{reading.Agreeing} of {reading.Settings}"));
            }
        }
    }

    private static void Table(MarkdownText text, IReadOnlyList<Observation> observations, bool withVerdict)
    {
        long[] seeds = [.. observations.SelectMany(item => item.Values).Select(value => value.Seed).Distinct().Order()];
        bool withReading = observations.OfType<Evidence>().Any(item => item.Reading.Length > 0);
        text.Header(
        [
            .. Optional(withReading, "reading"), "case", "quantity", .. seeds.Select(seed => Invariant($"seed {seed}")), "mean", "95 % interval",
            .. Optional(withVerdict, "verdict"),
        ]);
        foreach (Observation item in observations)
        {
            text.Row(
            [
                .. Optional(withReading, item is Evidence { Reading: var reading } ? MarkdownText.Cell(reading) : string.Empty),
                MarkdownText.Cell(item.Case), MarkdownText.Cell(item.Quantity), .. seeds.Select(seed => Value(item, seed)),
                item.Values.Count == 0 ? string.Empty : RoundedNumber.Text(item.Mean),
                double.IsNaN(item.Lower) ? string.Empty : $"{RoundedNumber.Text(item.Lower)} to {RoundedNumber.Text(item.Upper)}",
                .. Optional(withVerdict, item is Evidence evidence ? Verdicts.Name(evidence.Verdict) : string.Empty),
            ]);
        }
    }

    private static string Value(Observation item, long seed) =>
        item.Values.Where(value => value.Seed == seed).Select(value => RoundedNumber.Text(value.Value)).FirstOrDefault() ?? string.Empty;

    private static string[] Optional(bool there, string cell) => there ? [cell] : [];

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
