using System.Text;
using System.Xml;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Figures.Svg;

/// <summary>Names and words in SVG.</summary>
internal static class SvgText
{
    /// <summary>Style class of an ink; <c>-f</c> and <c>-s</c> are added for fill and stroke.</summary>
    public static string Class(Ink ink) => "se-" + ink.ToString().ToLowerInvariant();

    /// <summary>For text and for attributes in double quotes. Control characters and lone surrogates become U+FFFD.</summary>
    public static string Escape(string words)
    {
        StringBuilder text = new(words.Length);
        foreach (Rune rune in words.EnumerateRunes())
        {
            text.Append(rune.Value switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                _ => rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString(),
            });
        }

        return text.ToString();
    }
}
