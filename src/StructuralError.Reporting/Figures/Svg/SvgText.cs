using System.Text;
using System.Xml;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Figures.Svg;

/// <summary>Names and words in SVG.</summary>
internal static class SvgText
{
    /// <summary>What stands in for a character that XML does not allow.</summary>
    private const char Replacement = '\uFFFD';

    /// <summary>Style class of an ink; <c>-f</c> and <c>-s</c> are added for fill and stroke.</summary>
    public static string Class(Ink ink) => "se-" + ink.ToString().ToLowerInvariant();

    /// <summary>For text and for attributes in double quotes. Control characters and lone surrogates become U+FFFD.</summary>
    public static string Escape(string words)
    {
        StringBuilder text = new(words.Length);
        for (int i = 0; i < words.Length; i++)
        {
            char character = words[i];
            if (char.IsSurrogate(character))
            {
                bool isPair = i + 1 < words.Length && char.IsSurrogatePair(character, words[i + 1]);
                text.Append(isPair ? words.Substring(i, 2) : Replacement);
                i += isPair ? 1 : 0;
                continue;
            }

            text.Append(character switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                _ => XmlConvert.IsXmlChar(character) ? character.ToString() : Replacement.ToString(),
            });
        }

        return text.ToString();
    }
}
