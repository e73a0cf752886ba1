using System.Text;

namespace StructuralError.Reporting.Figures.Pdf;

/// <summary>One character as it is set: in the font that has it, at its code there.</summary>
/// <param name="Scale">Of the text's font size: below 1 for superscripts and subscripts, which the fonts lack.</param>
/// <param name="Rise">Above the baseline, as a share of the text's font size.</param>
internal readonly record struct PdfGlyph(PdfFont Font, byte Code, double Scale = 1, double Rise = 0)
{
    private const double ScriptScale = 0.65;
    private const double SuperscriptRise = 0.35;
    private const double SubscriptRise = -0.14;

    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ˡⁱⁿᵀ";
    private const string SuperscriptLetters = "0123456789+−()linT";
    private const string Subscripts = "₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₙₖ";
    private const string SubscriptLetters = "0123456789+−()nk";

    /// <summary>Advance width in 1/1000 of the text's font size.</summary>
    public double Width => PdfFonts.Width(Font, Code) * Scale;

    /// <summary>A character that no font has becomes a question mark.</summary>
    public static IReadOnlyList<PdfGlyph> Of(string text, bool bold)
    {
        List<PdfGlyph> glyphs = [];
        foreach (Rune rune in text.EnumerateRunes())
        {
            glyphs.AddRange(Of(rune, bold));
        }

        return glyphs;
    }

    private static PdfGlyph[] Of(Rune rune, bool bold)
    {
        char character = rune.IsBmp ? (char)rune.Value : '\uFFFD';
        if (Plain(character, bold) is PdfGlyph plain)
        {
            return [plain];
        }

        if (Superscripts.IndexOf(character) is int raised and >= 0)
        {
            return [Plain(SuperscriptLetters[raised], bold)!.Value with { Scale = ScriptScale, Rise = SuperscriptRise }];
        }

        if (Subscripts.IndexOf(character) is int lowered and >= 0)
        {
            return [Plain(SubscriptLetters[lowered], bold)!.Value with { Scale = ScriptScale, Rise = SubscriptRise }];
        }

        // The norm's double bar.
        PdfGlyph bar = Plain('|', bold)!.Value;
        return character == '‖' ? [bar, bar] : [Plain('?', bold)!.Value];
    }

    private static PdfGlyph? Plain(char character, bool bold)
    {
        if (WinAnsi.Code(character) is byte code)
        {
            return new(bold ? PdfFont.HelveticaBold : PdfFont.Helvetica, code);
        }

        return SymbolEncoding.Code(character) is byte symbol ? new(PdfFont.Symbol, symbol) : null;
    }
}
