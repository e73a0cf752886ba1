using System.Globalization;
using System.Text;

namespace StructuralError.Reporting.Figures.Pdf;

/// <summary>Strings of a PDF file.</summary>
internal static class PdfText
{
    /// <summary>Words of the document information: as they are where they are ASCII, otherwise UTF-16 with a byte order mark (7.9.2.2).</summary>
    public static string OfWords(string words)
    {
        if (words.All(character => character is >= ' ' and <= '~'))
        {
            return $"({string.Concat(words.Select(character => character is '(' or ')' or '\\' ? $@"\{character}" : $"{character}"))})";
        }

        StringBuilder text = new("<FEFF");
        foreach (char unit in words)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(int)unit:X4}");
        }

        return text.Append('>').ToString();
    }
}
