using System.Text;
using StructuralError.Reporting.Figures.Typefaces;

namespace StructuralError.Reporting.Figures.Drawings;

/// <summary>
/// Widths of text in Helvetica and the fonts made to its measures (Arial, Liberation Sans, Nimbus Sans, <see cref="FigureFont"/>), from the advance widths
/// of Adobe's font metrics (AFM, "Core 14") in 1/1000 of the font size. Kerning is left out: it only makes text narrower.
/// </summary>
public static class TextMetrics
{
    /// <summary>Height above the baseline, as a share of the font size: of capitals, ascenders and digits.</summary>
    public const double Ascent = 0.74;

    /// <summary>Depth below the baseline, as a share of the font size.</summary>
    public const double Descent = 0.22;

    private static readonly int[] Regular = Latin(bold: false), Bold = Latin(bold: true);

    /// <summary>Width in the unit of <paramref name="size"/>.</summary>
    public static double Width(ReadOnlySpan<char> text, double size, bool bold)
    {
        int sum = 0;
        foreach (char character in text)
        {
            sum += Advance(character, bold);
        }

        return sum * size / 1000;
    }

    private static int Advance(char character, bool bold) => character switch
    {
        <= 'ÿ' when (bold ? Bold : Regular)[character] is > 0 and var advance => advance,
        '–' => 556,
        '−' => 584,
        '≤' or '≥' or '≈' => 549,
        '‘' or '’' => 278,
        'λ' or 'ν' or 'γ' or 'κ' => 558,
        'θ' or 'η' or 'α' or 'β' or 'ε' or 'δ' => 635,

        // Whatever else: an upper bound, so that boxes are rather too wide than too narrow. From U+2E80 on, the full-width scripts.
        < '\u2E80' => 1000,
        _ => 1100,
    };

    /// <summary>Of the characters below U+0100; 0 of control characters.</summary>
    private static int[] Latin(bool bold)
    {
        TrueTypeFont font = FigureFont.Of(bold);
        int[] advances = [.. Enumerable.Range(0, 0x100).Select(code => font.Glyph(new Rune(code)) is { } glyph ? (int)Math.Round(font.Width(glyph)) : 0)];

        // Where the font has other widths than Helvetica.
        (advances['¯'], advances['±'], advances['µ'], advances['·'], advances['÷']) = (333, 584, bold ? 611 : 556, 278, 584);
        return advances;
    }
}
