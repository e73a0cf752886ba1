namespace StructuralError.Reporting.Figures.Drawings;

/// <summary>
/// Widths of text in Helvetica and the fonts made to its measures (Arial, Liberation Sans, Nimbus Sans), from the advance widths of its
/// font metrics in 1/1000 of the font size. Kerning is left out: it only makes text narrower.
/// </summary>
public static class TextMetrics
{
    /// <summary>Height above the baseline, as a share of the font size: of capitals, ascenders and digits.</summary>
    public const double Ascent = 0.74;

    /// <summary>Depth below the baseline, as a share of the font size.</summary>
    public const double Descent = 0.22;

    // U+0020 to U+007E.
    private static readonly short[] Regular =
    [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
        1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
        333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    ];

    private static readonly short[] Bold =
    [
        278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
        975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
        333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
    ];

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
        >= ' ' and <= '~' => (bold ? Bold : Regular)[character - ' '],
        '\u00A0' or '·' => 278,
        '²' or '³' or '¹' => 333,
        '–' => 556,
        '−' or '×' or '±' => 584,
        '≤' or '≥' or '≈' => 549,
        'λ' or 'ν' or 'γ' or 'κ' => bold ? 558 : 500,
        'θ' or 'η' or 'α' or 'β' or 'ε' or 'δ' => bold ? 615 : 578,

        // Whatever else: an upper bound, so that boxes are rather too wide than too narrow. From U+2E80 on, the full-width scripts.
        < '\u0250' => 900,
        < '\u2E80' => 1000,
        _ => 1100,
    };
}
