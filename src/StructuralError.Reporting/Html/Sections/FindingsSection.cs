using System.Xml.Linq;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Reporting.Claims;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Html.Model;
using static StructuralError.Reporting.Html.Sections.Markup;

namespace StructuralError.Reporting.Html.Sections;

/// <summary>The page in short: what the paper says, what was found, and the figures that show it.</summary>
internal static class FindingsSection
{
    public static XElement? Build(ReportPage page)
    {
        (Theme Theme, IReadOnlyList<ClaimResult> Claims)[] themes =
            [.. Theme.All.Select(theme => (theme, theme.Of(page.Claims))).Where(item => item.Item2.Count > 0)];
        return themes.Length == 0 ? null : Section(
            "section-findings",
            "What the paper says, and what was found",
            El("p", ClaimsReport.CountsOf(page.Claims) + ". " + string.Join(' ', page.Robustness.Select(report => report.Counts))),
            themes.Select(item => Part(item.Theme, item.Claims, page)));
    }

    /// <summary>The figures that stand here and not among the others.</summary>
    public static IEnumerable<Figure> Figures(ReportPage page) =>
        Theme.All.Where(theme => theme.Of(page.Claims).Count > 0).SelectMany(theme => page.Figures.Where(figure => figure.Id == theme.Figure));

    private static IEnumerable<XElement> Part(Theme theme, IReadOnlyList<ClaimResult> claims, ReportPage page)
    {
        yield return El("h3", theme.Says);
        yield return El("p", El("strong", "Found: "), Theme.Found(claims));
        yield return El("ul", Class("found"), claims.Select(claim => El(
            "li", VerdictMark.Of(claim.Verdict), " ", LinkTo(claim.Id, claim.Sentence), Theme.Cases(claim) is { Length: > 0 } cases ? $" ({cases})" : "")));
        foreach (Figure figure in page.Figures.Where(figure => figure.Id == theme.Figure))
        {
            yield return FiguresSection.Of(figure, page);
        }
    }
}
