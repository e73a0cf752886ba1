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
        (>= ' ' and <= '~') or (>= '\u00A0' and <= 'ÿ') => bold ? StandardFontWidths.HelveticaBold(character) : StandardFontWidths.Helvetica(character),
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
}
