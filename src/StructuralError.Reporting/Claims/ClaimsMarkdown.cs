using System.Globalization;
using System.Text;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Claims.Judging;

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
        var text = new StringBuilder();
        Line(text, $"# The paper's claims, judged on {report.Dataset}");
        Line(text);
        if (report.IsQuick)
        {
            Line(text, "**A quick run: fewer steps than the paper trained. Claims about training are not decided where runs end before step 500.**");
            Line(text);
        }

        if (report.Options.Length > 0)
        {
            Line(text, $"**Trained with `{report.Options}`, which the paper did not.**");
            Line(text);
        }

        if (report.Member is { } member)
        {
            Line(text, $"*{member}*");
            Line(text);
        }

        Line(text, $"{report.Counts}.");
        Line(text);
        Themes(text, report.Results);
        Line(text, Rule);
        Line(text);
        Overview(text, report.Results);
        for (int i = 0; i < report.Results.Count; i++)
        {
            Line(text);
            Section(text, i + 1, report.Results[i]);
        }

        return text.ToString();
    }

    private static void Themes(StringBuilder text, IReadOnlyList<ClaimResult> results)
    {
        foreach (Theme theme in Theme.All)
        {
            IReadOnlyList<ClaimResult> claims = theme.Of(results);
            if (claims.Count > 0)
            {
                Line(text, $"**{theme.Says}** {Theme.Found(claims)}");
                Line(text);
                foreach (ClaimResult claim in claims)
                {
                    string cases = Theme.Cases(claim);
                    Line(text, $"- {Verdicts.Name(claim.Verdict)}{(cases.Length > 0 ? $", {cases}" : string.Empty)}: [{claim.Sentence}](#{claim.Id})");
                }

                Line(text);
            }
        }
    }

    private static void Overview(StringBuilder text, IReadOnlyList<ClaimResult> results)
    {
        Row(text, ["", "claim", "kind", "where", "verdict"]);
        Row(text, ["---", "---", "---", "---", "---"]);
        for (int i = 0; i < results.Count; i++)
        {
            ClaimResult result = results[i];
            string sentence = $"[{Cell(result.Sentence)}](#{result.Id})";
            Row(text, [Invariant($"{i + 1}"), sentence, ClaimKinds.Name(result.Kind), Cell(result.Source), $"**{Verdicts.Name(result.Verdict)}**"]);
        }
    }

    private static void Section(StringBuilder text, int number, ClaimResult result)
    {
        Line(text, $"<a id=\"{result.Id}\"></a>");
        Line(text);
        Line(text, Invariant($"## {number}. {result.Sentence}"));
        Line(text);
        Line(text, $"**{Capital(Verdicts.Name(result.Verdict))}.** {result.Finding}");
        Line(text);
        Line(text, $"- Kind: {ClaimKinds.Name(result.Kind)}");
        Line(text, result.Quote.Length == 0 ? $"- Where: {result.Source}" : $"- Where: {result.Source}: \"{result.Quote}\"");
        Line(text, $"- Statistic: {result.Statistic}");
        Line(text, $"- Threshold: {result.Threshold}");
        if (result.Figures.Count > 0)
        {
            Line(text, $"- Figures: {string.Join(", ", result.Figures)}");
        }

        Readings(text, result.Readings);
        Line(text);
        Table(text, result.Evidence, withVerdict: true);
        if (result.Context.Count > 0)
        {
            Line(text);
            Line(text, "<details><summary>Beside it, without a verdict</summary>");
            Line(text);
            Table(text, result.Context, withVerdict: false);
            Line(text);
            Line(text, "</details>");
        }
    }

    private static void Readings(StringBuilder text, IReadOnlyList<Reading> readings)
    {
        if (readings.Any(reading => reading.Name.Length > 0 || reading.Settings > 0))
        {
            Line(text);
            Row(text, ["reading", "verdict", "cases that hold", "settings of the thresholds that decide alike"]);
            Row(text, ["---", "---", "---", "---"]);
            foreach (Reading reading in readings)
            {
                Row(
                    text,
                    [
                        reading.Name.Length == 0 ? "the only one" : Cell(reading.Name),
                        Verdicts.Name(reading.Verdict),
                        Invariant($"{reading.Holding} of {reading.Cases}"),
                        reading.Settings == 0 ? string.Empty : Invariant($"{reading.Agreeing} of {reading.Settings}"),
                    ]);
            }
        }
    }

    private static void Table(StringBuilder text, IReadOnlyList<Observation> observations, bool withVerdict)
    {
        long[] seeds = [.. observations.SelectMany(item => item.Values).Select(value => value.Seed).Distinct().Order()];
        string[] header =
        [
            .. Optional(Named(observations), "reading"), "case", "quantity", .. seeds.Select(seed => Invariant($"seed {seed}")), "mean", "95 % interval",
            .. Optional(withVerdict, "verdict"),
        ];
        Row(text, header);
        Row(text, [.. header.Select(_ => "---")]);
        foreach (Observation item in observations)
        {
            Row(
                text,
                [
                    .. Optional(Named(observations), item is Evidence { Reading: var reading } ? Cell(reading) : string.Empty),
                    Cell(item.Case),
                    Cell(item.Quantity),
                    .. seeds.Select(seed => Value(item, seed)),
                    item.Values.Count == 0 ? string.Empty : RoundedNumber.Text(item.Mean),
                    double.IsNaN(item.Lower) ? string.Empty : $"{RoundedNumber.Text(item.Lower)} to {RoundedNumber.Text(item.Upper)}",
                    .. Optional(withVerdict, item is Evidence evidence ? Verdicts.Name(evidence.Verdict) : string.Empty),
                ]);
        }
    }

    private static bool Named(IEnumerable<Observation> observations) => observations.OfType<Evidence>().Any(item => item.Reading.Length > 0);

    private static string Value(Observation item, long seed) =>
        item.Values.Where(value => value.Seed == seed).Select(value => RoundedNumber.Text(value.Value)).FirstOrDefault() ?? string.Empty;

    private static string[] Optional(bool there, string cell) => there ? [cell] : [];

    // A bar would end the cell, and |U| has two of them.
    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static void Row(StringBuilder text, string[] cells) => Line(text, $"| {string.Join(" | ", cells)} |");

    // Not AppendLine: the same bytes on every system.
    private static void Line(StringBuilder text, string line = "") => text.Append(line).Append('\n');

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
