using System.Text;
using StructuralError.Reporting.Figures.Drawings;

namespace StructuralError.Reporting.Figures.Pdf;

/// <summary>Path construction operators. Points that fall on the one before are left out, unless the line has no others: it is a dot.</summary>
internal static class PdfPath
{
    public static void Append(StringBuilder text, IReadOnlyList<Point[]> lines, bool close)
    {
        foreach (Point[] line in lines)
        {
            (long X, long Y) last = Place(line[0]);
            Append(text, last, " m\n");
            bool isDot = true;
            foreach (Point point in line)
            {
                (long X, long Y) place = Place(point);
                if (place != last)
                {
                    Append(text, place, " l\n");
                    (last, isDot) = (place, false);
                }
            }

            if (isDot && !close)
            {
                Append(text, last, " l\n");
            }

            text.Append(close ? "h\n" : "");
        }
    }

    private static (long X, long Y) Place(Point point) => (ShortNumber.Hundredths(point.X), ShortNumber.Hundredths(point.Y));

    private static void Append(StringBuilder text, (long X, long Y) place, string operation)
    {
        ShortNumber.AppendHundredths(text, place.X);
        text.Append(' ');
        ShortNumber.AppendHundredths(text, place.Y);
        text.Append(operation);
    }
}
