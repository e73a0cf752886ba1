using System.Xml.Linq;
using StructuralError.Reporting.Html.Model;
using StructuralError.Reporting.Html.Sections;
using static StructuralError.Reporting.Html.Sections.Markup;

namespace StructuralError.Reporting.Html;

/// <summary>
/// Writes the page as one file that loads nothing: style sheet, script, figures and their values are inside, and a content security policy forbids everything
/// else. It is HTML and well-formed XML at once, says everything without its script, and is the same bytes for the same page.
/// </summary>
public static class ReportWriter
{
    /// <summary>Stands near the beginning of each page, and of no other file.</summary>
    internal const string Mark = "StructuralError report";

    /// <summary>In the order of the page, what matters most first. The contents name those that a page has.</summary>
    private static readonly Func<ReportPage, XElement?>[] Sections =
    [
        FindingsSection.Build, ClaimsSection.Build, RobustnessSection.Build, FiguresSection.Build, RunsSection.Build, ProvenanceSection.Build,
        ChecklistSection.Build,
    ];

    // What uses something comes after it.
    private static readonly string[] ScriptParts =
    [
        "numbers.js", "axis.js", "curves.js", "readout.js", "panel.js", "zoom.js", "pointer.js", "keyboard.js", "legend.js", "figure.js", "sorting.js",
        "start.js",
    ];

    /// <summary>The page's script: its parts one after the other, in a scope of their own.</summary>
    private static string Script => $"(() => {{\n'use strict';\n{string.Join('\n', ScriptParts.Select(Asset.Text))}}})();\n";

    /// <summary>The bytes of the file: UTF-8 without a mark, <c>\n</c>.</summary>
    /// <exception cref="ArgumentException">Two figures or claims have the same id, so that links would be ambiguous; or a figure cannot be laid
    /// out.</exception>
    public static byte[] Write(ReportPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        RequireDistinctIds(page);
        EmbeddedText style = new(PageStyle.Text), script = new(Script);
        XElement html = El("html", new XAttribute("lang", "en"), Head(page, style, script), Body(page, script));
        return PageSerializer.ToBytes(html);
    }

    private static XElement Head(ReportPage page, EmbeddedText style, EmbeddedText script) => El(
        "head",
        El("meta", new XAttribute("charset", "utf-8")),
        El("meta", new XAttribute("http-equiv", "Content-Security-Policy"), new XAttribute("content", Policy(style, script))),
        El("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
        El("meta", new XAttribute("name", "generator"), new XAttribute("content", Mark)),
        El("meta", new XAttribute("name", "color-scheme"), new XAttribute("content", "light dark")),
        El("title", page.IsQuick ? page.Title + " (quick run)" : page.Title),
        El("link", new XAttribute("rel", "icon"), new XAttribute("href", "data:,")),
        El("style", style.Nodes));

    /// <summary>
    /// What the browser may do: apply this very style sheet and run this very script, known by their hashes. No loading, no sending, no other script.
    /// </summary>
    private static string Policy(EmbeddedText style, EmbeddedText script) =>
        $"default-src 'none'; img-src data:; style-src 'sha256-{style.Sha256}'; script-src 'sha256-{script.Sha256}'; base-uri 'none'; form-action 'none'";

    private static XElement Body(ReportPage page, EmbeddedText script)
    {
        XElement[] sections = [.. Sections.Select(build => build(page)).OfType<XElement>()];
        return El("body", PageHeader.Build(page, sections), El("main", sections), El("script", script.Nodes));
    }

    private static void RequireDistinctIds(ReportPage page)
    {
        string? twice = page.Figures.Select(figure => figure.Id).Concat(page.Claims.Select(claim => claim.Id)).GroupBy(id => id)
            .FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw new ArgumentException($"Two figures or claims of the page have the id '{twice}'.", nameof(page));
        }
    }
}
