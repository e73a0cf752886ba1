using System.Xml.Linq;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Reporting.Html.Model;
using static StructuralError.Reporting.Html.Sections.Markup;

namespace StructuralError.Reporting.Html.Sections;

/// <summary>How a claim was judged, and the values that decided it, seed by seed.</summary>
internal static class ClaimEvidence
{
    public static XElement Of(ClaimResult result, int number, ReportPage page) => El(
        "div",
        Id(result.Id),
        Class("evidence"),
        El("p", result.Finding),
        El(
            "dl",
            Definition("Kind", ClaimKinds.Name(result.Kind)),
            Definition("Where", result.Quote.Length == 0 ? result.Source : $"{result.Source}: “{result.Quote}”"),
            Definition("Statistic", result.Statistic),
            Definition("Threshold", result.Threshold),
            result.Figures.Count > 0 ? Definition("Figures", [.. ClaimsSection.FigureLinks(result, page)]) : null),
        Readings(result, number),
        result.Evidence.Count == 0 ? El("p", "The data hold nothing that could decide it.") : Values(result, number));

    /// <summary>The verdict in each reading and over the grid of thresholds; null where there is one reading and no grid.</summary>
    private static XElement? Readings(ClaimResult result, int number) =>
        !result.Readings.Any(reading => reading.Name.Length > 0 || reading.Settings > 0) ? null : Table(
            $"Readings of claim {number}",
            ["Reading", "Verdict", "Cases that hold", "Settings of the thresholds that decide alike"],
            result.Readings.Select(reading => El(
                "tr",
                RowHeader(reading.Name.Length == 0 ? "the only one" : reading.Name),
                Cell(VerdictMark.Of(reading.Verdict)),
                Cell($"{Words.Count(reading.Holding)} of {Words.Count(reading.Cases)}"),
                Cell(reading.Settings == 0 ? "" : $"{Words.Count(reading.Agreeing)} of {Words.Count(reading.Settings)}"))));

    private static XElement Values(ClaimResult result, int number)
    {
        long[] seeds = [.. result.Evidence.SelectMany(evidence => evidence.Values).Select(value => value.Seed).Distinct().Order()];
        bool isRead = result.Evidence.Any(evidence => evidence.Reading.Length > 0);
        string[] reading = isRead ? ["Reading"] : [];
        return Table(
            $"Evidence for claim {number}",
            [.. reading, "Case", "Quantity", .. seeds.Select(seed => "Seed " + Words.Exact(seed)), "Mean", "95 % interval", "Verdict"],
            result.Evidence.Select(evidence => Row(evidence, isRead, seeds)));
    }

    private static XElement Row(Evidence evidence, bool isRead, IEnumerable<long> seeds) => El(
        "tr",
        isRead ? Cell(evidence.Reading) : null,
        RowHeader(evidence.Case),
        Cell(evidence.Quantity),
        seeds.Select(seed => evidence.Values.Where(value => value.Seed == seed).Select(value => Number(Words.Real(value.Value))).FirstOrDefault()
            ?? Number(null)),
        Number(Words.Real(evidence.Mean)),
        Number(double.IsNaN(evidence.Lower) || double.IsNaN(evidence.Upper) ? null : $"{Words.Real(evidence.Lower)} to {Words.Real(evidence.Upper)}"),
        Cell(VerdictMark.Of(evidence.Verdict)));
}
