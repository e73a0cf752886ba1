using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Figures.Layout;

/// <summary>Breaks text into lines that fit.</summary>
internal static class TextFlow
{
    /// <summary>Distance of baselines, as a share of the font size.</summary>
    public const double LineHeight = 1.35;

    /// <summary>At spaces; a word that is wider than a whole line is cut. No text, no lines.</summary>
    public static IReadOnlyList<string> Wrap(string? text, double size, bool bold, double width)
    {
        List<string> lines = [];
        string line = "";
        foreach (string word in (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string rest = word;
            string joined = line.Length == 0 ? rest : line + " " + rest;
            if (Fits(joined))
            {
                line = joined;
                continue;
            }

            if (line.Length > 0)
            {
                lines.Add(line);
            }

            while (!Fits(rest) && rest.Length > 1)
            {
                int length = rest.Length - 1;
                while (length > 1 && !Fits(rest[..length]))
                {
                    length--;
                }

                lines.Add(rest[..length]);
                rest = rest[length..];
            }

            line = rest;
        }

        if (line.Length > 0)
        {
            lines.Add(line);
        }

        return lines;

        bool Fits(string candidate) => TextMetrics.Width(candidate, size, bold) <= width;
    }

    /// <summary>Height of so many lines.</summary>
    public static double Height(int lines, double size) => lines * size * LineHeight;

    /// <summary>Lines one below the other from <paramref name="top"/> down, within boxes of <see cref="LineHeight"/>.</summary>
    public static IEnumerable<TextMark> Stack(IReadOnlyList<string> lines, double x, double top, double size, bool bold, TextAnchor anchor, Ink ink) =>
        lines.Select((line, i) => new TextMark(line, new Point(x, Baseline(top + (i * size * LineHeight), size)), size, bold, anchor, ink));

    /// <summary>Baseline of a line whose box of <see cref="LineHeight"/> starts at <paramref name="top"/>.</summary>
    public static double Baseline(double top, double size) =>
        top + (size * (((LineHeight - TextMetrics.Ascent - TextMetrics.Descent) / 2) + TextMetrics.Ascent));
}
