using System.Xml.Linq;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Layout;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Figures.Svg;
using StructuralError.Reporting.Html.Interaction;
using StructuralError.Reporting.Html.Model;
using static StructuralError.Reporting.Html.Sections.Markup;

namespace StructuralError.Reporting.Html.Sections;

/// <summary>The figures, with the values that the page's script reads out.</summary>
internal static class FiguresSection
{
    public const string Anchor = "section-figures";

    private const string Numbered = "figure";

    public static XElement? Build(ReportPage page)
    {
        Figure[] figures = [.. page.Figures.Except(FindingsSection.Figures(page))];
        return figures.Length == 0 ? null : Section(Anchor, "Figures", Hint(), figures.Select(figure => Of(figure, page)));
    }

    private static XElement Hint() => El(
        "p",
        Class("hint only-script"),
        "Point at a curve, or choose a panel with the Tab key and move with the arrow keys, to read the values. Drag over a panel, or press + and −, "
            + "to enlarge it; Escape or a double click shows all of it again. A legend entry switches its curves off and on.");

    /// <summary>What a link calls a figure: <c>figure3</c> → figure 3, <c>theorem4_widths</c> → theorem4 widths.</summary>
    public static string Name(string id) => id.StartsWith(Numbered, StringComparison.Ordinal)
        && id.Length > Numbered.Length && id[Numbered.Length..].All(char.IsAsciiDigit)
        ? $"{Numbered} {id[Numbered.Length..]}"
        : id.Replace('_', ' ');

    /// <summary>A figure with its values and the claims it shows.</summary>
    public static XElement Of(Figure figure, ReportPage page)
    {
        // Titles and notes are text of the page, which breaks its lines where the screen ends.
        LaidOutFigure laidOut = FigureLayout.Of(figure with { Title = "", Subtitle = null, Note = null });
        XElement[] shown = [.. page.Claims.Where(claim => claim.Figures.Contains(figure.Id))
            .Select(claim => El("li", LinkTo(claim.Id, claim.Sentence), " ", VerdictMark.Of(claim.Verdict)))];
        return El(
            "section",
            Class("figure"),
            Id(figure.Id),
            new XAttribute("aria-labelledby", figure.Id + "-heading"),
            El("h3", Id(figure.Id + "-heading"), figure.Title),
            string.IsNullOrEmpty(figure.Subtitle) ? null : El("p", Class("subtitle"), figure.Subtitle),
            El(
                "figure",
                El("div", Class("scroll"), Inline(laidOut.Drawing with { Title = figure.Title })),
                string.IsNullOrEmpty(figure.Note) ? null : El("figcaption", figure.Note),
                El("script", new XAttribute("type", "application/json"), FigureData.ToJson(laidOut))),
            shown.Length == 0 ? null : El("div", Class("shown"), El("p", "Claims it shows:"), El("ul", shown)));
    }

    /// <summary>A part of the page: what the file holds, less its style sheet, which the page has once for all figures, and less its fixed size.</summary>
    private static XElement Inline(Drawing drawing)
    {
        XElement svg = XElement.Parse(SvgWriter.ToText(drawing));
        svg.Elements(svg.Name.Namespace + "style").Remove();
        svg.SetAttributeValue("width", null);
        svg.SetAttributeValue("height", null);
        return svg;
    }
}
