using System.Globalization;
using System.Text;

namespace StructuralError.Reporting.Figures.Drawings;

/// <summary>Numbers in SVG and PDF: whole hundredths of a pixel, written as short as they can be.</summary>
internal static class ShortNumber
{
    /// <summary>Hundredths, rounded half to even.</summary>
    public static long Hundredths(double value) => checked((long)Math.Round(value * 100));

    public static void Append(StringBuilder text, double value) => AppendHundredths(text, Hundredths(value));

    public static string Text(double value)
    {
        StringBuilder text = new();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>12345 → 123.45, −50 → -.5</summary>
    public static void AppendHundredths(StringBuilder text, long hundredths)
    {
        if (hundredths < 0)
        {
            text.Append('-');
        }

        (long whole, long rest) = Math.DivRem(Math.Abs(hundredths), 100);
        if (whole != 0 || rest == 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{whole}");
        }

        if (rest != 0)
        {
            text.Append('.').Append((char)('0' + (rest / 10)));
            if (rest % 10 != 0)
            {
                text.Append((char)('0' + (rest % 10)));
            }
        }
    }
}
