using System.Text;
using StructuralError.Reporting.Figures.Drawings;

namespace StructuralError.Reporting.Figures.Pdf;

/// <summary>Path construction operators. Points that fall on the one before are left out.</summary>
internal static class PdfPath
{
    public static void Append(StringBuilder text, IReadOnlyList<Point[]> lines, bool close)
    {
        foreach (Point[] line in lines)
        {
            (long X, long Y)? last = null;
            foreach (Point point in line)
            {
                (long X, long Y) place = (ShortNumber.Hundredths(point.X), ShortNumber.Hundredths(point.Y));
                if (place != last)
                {
                    ShortNumber.AppendHundredths(text, place.X);
                    text.Append(' ');
                    ShortNumber.AppendHundredths(text, place.Y);
                    text.Append(last is null ? " m\n" : " l\n");
                    last = place;
                }
            }

            text.Append(close ? "h\n" : "");
        }
    }
}
