using System.Buffers;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using StructuralError.Core.Common;

namespace StructuralError.Reporting.Html;

/// <summary>Writes a tree of elements so that HTML and XML readers see the same.</summary>
internal static class PageSerializer
{
    // Surrogates are among them, and are allowed in pairs. One fast pass over the megabytes of path data, which hold none.
    private static readonly SearchValues<char> Suspects = SearchValues.Create([.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code)
        .Where(character => !XmlConvert.IsXmlChar(character) || (Printable.IsControl(character) && character is not ('\n' or '\t')))]);

    // To HTML all others need an end tag, also where they are empty.
    private static readonly HashSet<string> Void = new(StringComparer.Ordinal) { "meta", "link", "br" };

    // A line for each, so that two pages can be compared.
    private static readonly HashSet<string> OwnLine = new(StringComparer.Ordinal)
    {
        "head", "meta", "title", "link", "style", "body", "header", "main", "section", "nav", "h1", "h2", "h3", "p", "dl", "div", "ul", "li", "table",
        "caption", "details", "summary", "thead", "tbody", "tr", "figure", "script",
    };

    /// <summary>UTF-8 without a mark, <c>\n</c>. Characters that XML does not allow, and those that steer how others are shown, become U+FFFD.</summary>
    public static byte[] ToBytes(XElement html)
    {
        Prepare(html);
        StringBuilder text = new("<!DOCTYPE html>\n");
        XmlWriterSettings settings = new() { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.None, CheckCharacters = true };
        using (XmlWriter writer = XmlWriter.Create(text, settings))
        {
            html.WriteTo(writer);
        }

        return Encoding.UTF8.GetBytes(text.Append('\n').ToString());
    }

    private static void Prepare(XElement root)
    {
        foreach (XElement element in root.DescendantsAndSelf().ToList())
        {
            foreach (XAttribute attribute in element.Attributes())
            {
                attribute.Value = Allowed(attribute.Value);
            }

            foreach (XText node in element.Nodes().OfType<XText>())
            {
                // The hashes of the page's policy are of scripts and styles as they are.
                node.Value = Allowed(element.Name.LocalName is "script" or "style" ? node.Value : Printable.WithoutSecrets(node.Value));
            }

            bool isHtml = element.Name.Namespace == XNamespace.None;
            if (isHtml && element.IsEmpty && !Void.Contains(element.Name.LocalName))
            {
                element.Value = "";
            }

            if (isHtml && element.Parent is not null && OwnLine.Contains(element.Name.LocalName))
            {
                element.AddAfterSelf("\n");
            }
        }
    }

    private static string Allowed(string text) => !text.AsSpan().ContainsAny(Suspects) ? text
        : string.Concat(text.EnumerateRunes().Select(rune => rune.IsBmp && Suspects.Contains((char)rune.Value) ? Rune.ReplacementChar : rune));
}
