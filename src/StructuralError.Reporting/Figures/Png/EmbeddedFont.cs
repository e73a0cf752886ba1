using System.Text;
using ScottPlot;
using SkiaSharp;

namespace StructuralError.Reporting.Figures.Png;

/// <summary>
/// The font of all text, which this assembly carries: see <c>Font/README.md</c>. Its advance widths are those of <see cref="Drawings.TextMetrics"/>.
/// ScottPlot would take a font of the machine, which has other ones, or none; text of none is not drawn.
/// </summary>
internal sealed class EmbeddedFont : IFontResolver
{
    private const string Resources = "StructuralError.Reporting.Figures.Png.Font.StructuralErrorSans-";

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

        string resource = Resources + (bold ? "Bold" : "Regular") + ".ttf";
        using Stream stream = typeof(EmbeddedFont).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not in the assembly.");
        return SKTypeface.FromStream(stream) ?? throw new InvalidOperationException($"{resource} is no font.");
    }

    public static SKTypeface Typeface(bool bold) => Fonts.GetTypeface(Name, bold, italic: false);

    /// <summary>The text as it can be drawn: as in PDF, a character that the font lacks becomes a question mark.</summary>
    public static string Drawable(string text, bool bold)
    {
        SKTypeface typeface = Typeface(bold);
        return string.Concat(text.EnumerateRunes().Select(rune => typeface.ContainsGlyph(rune.Value) ? rune : new Rune('?')));
    }
}
