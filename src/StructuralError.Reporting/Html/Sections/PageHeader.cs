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
        (string Name, string Value)[] facts = [.. AllFacts(page)];
        return facts.Length == 0 ? null : El("dl", Class("facts"), facts.Select(fact => El("div", El("dt", fact.Name), El("dd", fact.Value))));
    }

    private static IEnumerable<(string Name, string Value)> AllFacts(ReportPage page)
    {
        if (page.Dataset is not null)
        {
            yield return ("Data set", Words.Dataset(page.Dataset));
        }

        if (page.Claims.Count > 0)
        {
            yield return ("Claims", ClaimsReport.CountsOf(page.Claims));
        }

        if (page.Runs.Count > 0)
        {
            int unfinished = page.Runs.Count(run => !run.IsCompleted);
            yield return ("Training runs", Words.Count(page.Runs.Count) + (unfinished > 0 ? $", {Words.Count(unfinished)} of them not completed" : ""));
        }

        if (page.TotalSeconds is double seconds)
        {
            yield return ("Time of everything", Words.Duration(seconds));
        }
    }

    private static XElement Navigation(ReportPage page, IEnumerable<XElement> sections) => El(
        "nav",
        new XAttribute("aria-label", "Contents"),
        El("ul", sections.Select(section => (Id: section.Attribute("id")!.Value, Heading: section.Element("h2")!.Value))
            .Select(section => El("li", LinkTo(section.Id, section.Heading), section.Id == FiguresSection.Anchor ? FigureList(page) : null))));

    private static XElement? FigureList(ReportPage page) =>
        page.Figures.Count < 2 ? null : El("ul", page.Figures.Select(figure => El("li", LinkTo(figure.Id, figure.Title))));
}
