using System.Xml.Linq;
using StructuralError.Reporting.Claims;
using StructuralError.Reporting.Html.Model;
using static StructuralError.Reporting.Html.Sections.Markup;

namespace StructuralError.Reporting.Html.Sections;

/// <summary>The head of the page: what it is about, what was found, where everything is.</summary>
internal static class PageHeader
{
    /// <param name="sections">What the contents name.</param>
    public static XElement Build(ReportPage page, IEnumerable<XElement> sections) => El(
        "header",
        El("h1", page.Title),
        page.IsQuick ? Quick() : null,
        page.Lead is null ? null : El("p", Class("lead"), page.Lead),
        Facts(page),
        Navigation(page, sections));

    private static XElement Quick() => El(
        "p",
        Class("quick"),
        new XAttribute("role", "note"),
        El("strong", "Quick run."),
        " Fewer steps than the paper trained: values and verdicts are those of the first part of training.");

    private static XElement? Facts(ReportPage page)
    {
        int unfinished = page.Runs.Count(run => !run.IsCompleted);
        (string Name, string? Value)[] facts =
        [
            ("Data set", page.Dataset is null ? null : Words.Dataset(page.Dataset)),
            ("Claims", page.Claims.Count == 0 ? null : ClaimsReport.CountsOf(page.Claims)),
            ("Training runs", page.Runs.Count == 0 ? null
                : Words.Count(page.Runs.Count) + (unfinished > 0 ? $", {Words.Count(unfinished)} of them not completed" : "")),
            ("Time of everything", page.TotalSeconds is double seconds ? Words.Duration(seconds) : null),
        ];
        XElement[] known = [.. facts.Where(fact => fact.Value is not null).Select(fact => Definition(fact.Name, fact.Value!))];
        return known.Length == 0 ? null : El("dl", Class("facts"), known);
    }

    private static XElement Navigation(ReportPage page, IEnumerable<XElement> sections) => El(
        "nav",
        new XAttribute("aria-label", "Contents"),
        El("ul", sections.Select(section => (Id: section.Attribute("id")!.Value, Heading: section.Element("h2")!.Value))
            .Select(section => El("li", LinkTo(section.Id, section.Heading), section.Id == FiguresSection.Anchor ? FigureList(page) : null))));

    private static XElement? FigureList(ReportPage page) =>
        page.Figures.Count < 2 ? null : El("ul", page.Figures.Select(figure => El("li", LinkTo(figure.Id, figure.Title))));
}
