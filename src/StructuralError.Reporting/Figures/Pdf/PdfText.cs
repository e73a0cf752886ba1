using System.Globalization;
using System.Text;

namespace StructuralError.Reporting.Figures.Pdf;

/// <summary>Strings of a PDF file.</summary>
internal static class PdfText
{
    /// <summary>Character codes of a font as a literal string (7.3.4.2). Codes outside of ASCII become octal escapes.</summary>
    public static string OfCodes(string codes)
    {
        StringBuilder text = new("(");
        foreach (char code in codes)
        {
            if (code is '(' or ')' or '\\')
            {
                text.Append('\\').Append(code);
            }
            else if (code is >= ' ' and <= '~')
            {
                text.Append(code);
            }
            else
            {
                text.Append('\\').Append(Convert.ToString(code, 8).PadLeft(3, '0'));
            }
        }

        return text.Append(')').ToString();
    }

    /// <summary>Words of the document information: as they are where they are ASCII, otherwise UTF-16 with a byte order mark (7.9.2.2).</summary>
    public static string OfWords(string words)
    {
        if (words.All(character => character is >= ' ' and <= '~'))
        {
            return OfCodes(words);
        }

        StringBuilder text = new("<FEFF");
        foreach (char unit in words)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(int)unit:X4}");
        }

        return text.Append('>').ToString();
    }
}
