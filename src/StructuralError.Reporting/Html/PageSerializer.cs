using System.Text;
using System.Xml;
using System.Xml.Linq;
using StructuralError.Core.Common;

namespace StructuralError.Reporting.Html;

/// <summary>Writes a tree of elements so that HTML and XML readers see the same.</summary>
internal static class PageSerializer
{
    private const char Replacement = '\uFFFD';

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

    private static string Allowed(string text)
    {
        if (IsAllowed(text))
        {
            return text;
        }

        StringBuilder allowed = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                allowed.Append(text, i, 2);
                i++;
            }
            else
            {
                allowed.Append(IsAllowed(text[i]) ? text[i] : Replacement);
            }
        }

        return allowed.ToString();
    }

    // One pass over the megabytes of path data, which need nothing.
    private static bool IsAllowed(string text)
    {
        foreach (char character in text)
        {
            if (!IsAllowed(character))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAllowed(char character) =>
        XmlConvert.IsXmlChar(character) && (character is '\n' or '\t' || !Printable.IsControl(character));
}
