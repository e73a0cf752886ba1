using System.Text;
using StructuralError.Reporting.Figures.Drawings;

namespace StructuralError.Reporting.Figures.Svg;

/// <summary>
/// Path data: each line starts at an absolute point and goes on in steps, which are short. Steps of nothing are left out, unless the line has no others: it is
/// a dot.
/// </summary>
internal static class SvgPath
{
    /// <summary>Longer curves are written in tenths of a pixel: in a dense line nothing finer is seen, and it takes half the bytes.</summary>
    private const int MostFinePoints = 48;

    public static void Append(StringBuilder text, IReadOnlyList<Point[]> lines, bool close)
    {
        bool fine = lines.Sum(line => line.Length) <= MostFinePoints;
        foreach (Point[] line in lines)
        {
            (long x, long y) = (Rounded(line[0].X), Rounded(line[0].Y));
            text.Append('M');
            ShortNumber.AppendHundredths(text, x);
            text.Append(' ');
            ShortNumber.AppendHundredths(text, y);
            bool first = true;
            for (int i = 1; i < line.Length; i++)
            {
                (long nextX, long nextY) = (Rounded(line[i].X), Rounded(line[i].Y));
                if ((nextX, nextY) != (x, y))
                {
                    text.Append(first ? 'l' : ' ');
                    ShortNumber.AppendHundredths(text, nextX - x);
                    text.Append(' ');
                    ShortNumber.AppendHundredths(text, nextY - y);
                    (x, y, first) = (nextX, nextY, false);
                }
            }

            text.Append(close ? "z" : first ? "h0" : "");
        }

        long Rounded(double value) => fine ? ShortNumber.Hundredths(value) : 10 * ShortNumber.Hundredths(value / 10);
    }
}
