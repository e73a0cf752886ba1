using System.Text;
using StructuralError.Reporting.Figures.Drawings;

namespace StructuralError.Reporting.Figures.Svg;

/// <summary>Path data: each line starts at an absolute point and goes on in steps, which are short. Steps of nothing are left out.</summary>
internal static class SvgPath
{
    public static void Append(StringBuilder text, IEnumerable<Point[]> lines, bool close)
    {
        foreach (Point[] line in lines)
        {
            (long x, long y) = (SvgNumber.Hundredths(line[0].X), SvgNumber.Hundredths(line[0].Y));
            text.Append('M');
            SvgNumber.AppendHundredths(text, x);
            text.Append(' ');
            SvgNumber.AppendHundredths(text, y);
            bool first = true;
            for (int i = 1; i < line.Length; i++)
            {
                (long nextX, long nextY) = (SvgNumber.Hundredths(line[i].X), SvgNumber.Hundredths(line[i].Y));
                if ((nextX, nextY) != (x, y))
                {
                    text.Append(first ? 'l' : ' ');
                    SvgNumber.AppendHundredths(text, nextX - x);
                    text.Append(' ');
                    SvgNumber.AppendHundredths(text, nextY - y);
                    (x, y, first) = (nextX, nextY, false);
                }
            }

            text.Append(close ? "z" : "");
        }
    }
}
