using System.Text;
using ScottPlot;
using SkiaSharp;
using StructuralError.Reporting.Figures.Typefaces;

namespace StructuralError.Reporting.Figures.Png;

/// <summary>
/// Gives ScottPlot the font of the figures, <see cref="FigureFont"/>. It would take a font of the machine, which has other ones, or none; text of none is
/// not drawn.
/// </summary>
internal sealed class EmbeddedFont : IFontResolver
{
    // Before the name is first read: ScottPlot keeps what it once found for a name.
    static EmbeddedFont() => Fonts.FontResolvers.Insert(0, new EmbeddedFont());

    public static string Name { get; } = "StructuralError Sans";

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        CreateTypeface(fontName, weight >= FontWeight.Bold, slant == FontSlant.Italic);

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic)
    {
        if (fontName != Name)
        {
            return null;
        }

        using Stream stream = FigureFont.Open(bold);
        return SKTypeface.FromStream(stream) ?? throw new InvalidOperationException("The font of the figures is no font.");
    }

    public static SKTypeface Typeface(bool bold) => Fonts.GetTypeface(Name, bold, italic: false);

    /// <summary>The text as it can be drawn: as in PDF, a character that the font lacks becomes a question mark.</summary>
    public static string Drawable(string text, bool bold)
    {
        SKTypeface typeface = Typeface(bold);
        return string.Concat(text.EnumerateRunes().Select(rune => typeface.ContainsGlyph(rune.Value) ? rune : new Rune('?')));
    }
}
