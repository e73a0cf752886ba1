using System.Xml.Linq;
using StructuralError.Reporting.Html.Model;

namespace StructuralError.Reporting.Html.Sections;

/// <summary>Elements, as short as they are in HTML. A page is a tree of them, so that nesting and escaping cannot go wrong.</summary>
internal static class Markup
{
    /// <summary>A longer table is folded; in print it is shown.</summary>
    private const int MostRows = 30;

    /// <param name="content">Texts, elements, attributes, lists of them; nothing where null.</param>
    public static XElement El(string name, params object?[] content) => new(name, content);

    public static XAttribute Class(string name) => new("class", name);

    public static XAttribute Id(string id) => new("id", id);

    /// <summary>To a place on this page.</summary>
    public static XElement LinkTo(string id, object content) => El("a", new XAttribute("href", "#" + id), content);

    /// <summary>A part of the page with its heading.</summary>
    public static XElement Section(string id, string heading, params object?[] content) =>
        El("section", Id(id), new XAttribute("aria-labelledby", id + "-heading"), El("h2", Id(id + "-heading"), heading), content);

    /// <summary>A term and what it is, of a <c>dl</c>.</summary>
    public static XElement Definition(string term, params object[] content) => El("div", El("dt", term), El("dd", content));

    /// <summary>A table of words: on a phone each row becomes a card, its cells one below the other under their headers' names.</summary>
    public static XElement Cards(string caption, IReadOnlyList<string> headers, IEnumerable<XElement> rows)
    {
        XElement table = Table(caption, headers, rows);
        table.DescendantsAndSelf("div").First().SetAttributeValue("class", "cards");
        foreach (XElement row in table.Descendants("tbody").Elements("tr"))
        {
            foreach ((XElement cell, string header) in row.Elements().Zip(headers))
            {
                cell.SetAttributeValue("data-label", header);
            }
        }

        return table;
    }

    /// <summary>A table that scrolls sideways in a box of its own where the screen is narrower. A long one is folded.</summary>
    public static XElement Table(string caption, IEnumerable<string> headers, IEnumerable<XElement> rows, bool sortable = false)
    {
        XElement[] body = [.. rows];
        XElement table = El(
            "div",
            Class("wide"),
            Scrollable(caption),
            El(
                "table",
                sortable ? Class("sortable") : null,
                El("caption", caption),
                El("thead", El("tr", headers.Select(
                    (header, column) => El("th", new XAttribute("scope", "col"), IsNumber(column) ? Class("number") : null, header)))),
                El("tbody", body)));
        return body.Length <= MostRows ? table : El("details", El("summary", $"{caption} ({Words.Count(body.Length, "row")})"), table);

        // A header stands above its numbers.
        bool IsNumber(int column) => body.FirstOrDefault()?.Elements().ElementAtOrDefault(column)?.Attribute("class")?.Value == "number";
    }

    /// <summary>Of a region that the keyboard scrolls.</summary>
    public static XAttribute[] Scrollable(string label) => [new("tabindex", 0), new("role", "region"), new("aria-label", label)];

    /// <summary>A cell that a row is known by.</summary>
    public static XElement RowHeader(params object?[] content) => El("th", new XAttribute("scope", "row"), content);

    /// <summary>A number, to the right; what is not known is a dash.</summary>
    /// <param name="sortBy">What it is sorted by where that differs from the text.</param>
    public static XElement Number(string? text, double? sortBy = null) =>
        El("td", Class("number"), sortBy is double value ? new XAttribute("data-value", Words.Exact(value)) : null, text ?? Words.Unknown);

    public static XElement Cell(params object?[] content) => El("td", content);
}
