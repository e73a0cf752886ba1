using System.Xml.Linq;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Reporting.Claims;
using StructuralError.Reporting.Html.Model;
using static StructuralError.Reporting.Html.Sections.Markup;

namespace StructuralError.Reporting.Html.Sections;

/// <summary>Every claim in one line with its verdict, by kind; what decided it is folded away below.</summary>
internal static class ClaimsSection
{
    public static XElement? Build(ReportPage page) => page.Claims.Count == 0 ? null : Section(
        "section-claims",
        "Claims",
        El(
            "p", Class("hint"),
            "A line opens what decided the claim: statistic, threshold, readings and the values of each seed. Only claims of the paper are counted."),
        page.Claims.Select((result, i) => (Result: result, Number: i + 1)).GroupBy(claim => claim.Result.Kind).OrderBy(kind => kind.Key)
            .Select(kind => new object[] { El("h3", Heading(kind.Key)), kind.Select(claim => Line(claim.Result, claim.Number, page)) }));

    /// <summary>Links to the figures that are on the page, and the names of those that are not.</summary>
    public static IEnumerable<object> FigureLinks(ClaimResult claim, ReportPage page) => claim.Figures.SelectMany((id, i) => new object[]
    {
        i == 0 ? "" : ", ",
        page.Figures.Any(figure => figure.Id == id) ? LinkTo(id, FiguresSection.Name(id)) : FiguresSection.Name(id) + " (not on this page)",
    });

    private static XElement Line(ClaimResult result, int number, ReportPage page) => El(
        "details",
        Class("claim"),
        El(
            "summary", VerdictMark.Of(result.Verdict), FormattableString.Invariant($" {number}. {result.Sentence}"),
            Theme.Cases(result) is { Length: > 0 } cases ? El("span", Class("cases"), $" {cases}") : null),
        ClaimEvidence.Of(result, number, page));

    private static string Heading(ClaimKind kind) => kind switch
    {
        ClaimKind.Paper => "Claims of the paper",
        ClaimKind.Theorem => "Theorems of the paper: one case against them is enough",
        ClaimKind.ProofStep => "Steps of its proofs",
        ClaimKind.Identity => "Identities: they test the program",
        _ => "Ours: questions that the paper’s claims raise",
    };
}
