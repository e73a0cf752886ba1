using System.Xml.Linq;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Reporting.Html.Model;
using static StructuralError.Reporting.Html.Sections.Markup;

namespace StructuralError.Reporting.Html.Sections;

/// <summary>Every claim in one line, with its verdict.</summary>
internal static class ClaimsSection
{
    public const string Anchor = "section-claims";

    public static XElement? Build(ReportPage page) => page.Claims.Count == 0 ? null : Section(
        Anchor,
        "Claims",
        Cards(
            "The paper’s claims and what the data say of them",
            ["Claim", "Kind", "Where", "Verdict", "What was found", "Figures"],
            page.Claims.Select((result, i) => Row(result, i + 1, page))));

    /// <summary>Links to the figures that are on the page, and the names of those that are not.</summary>
    public static IEnumerable<object> FigureLinks(ClaimResult claim, ReportPage page)
    {
        string separator = "";
        foreach (string id in claim.Figures)
        {
            string name = FiguresSection.Name(id);
            yield return separator;
            yield return page.Figures.Any(figure => figure.Id == id) ? LinkTo(id, name) : name + " (not on this page)";
            separator = ", ";
        }
    }

    private static XElement Row(ClaimResult result, int number, ReportPage page) => El(
        "tr",
        RowHeader(LinkTo(result.Id, $"{number}. {result.Sentence}")),
        Cell(ClaimKinds.Name(result.Kind)),
        Cell(result.Source),
        Cell(LinkTo(result.Id, VerdictMark.Of(result.Verdict))),
        Cell(result.Finding),
        Cell(FigureLinks(result, page)));
}
