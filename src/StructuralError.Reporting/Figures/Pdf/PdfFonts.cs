using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StructuralError.Reporting.Figures.Typefaces;

namespace StructuralError.Reporting.Figures.Pdf;

/// <summary>
/// The fonts of a page, embedded with the outlines that it shows: a composite font whose codes are the glyphs' numbers (ISO 32000-1, 9.7), and a table
/// from those to characters, so that text can be searched and copied.
/// </summary>
internal sealed class PdfFonts
{
    // Entries of one block of a character map (Adobe Technical Note 5411).
    private const int BlockLength = 100;

    private readonly SortedDictionary<bool, SortedDictionary<ushort, Rune>> _shown = [];

    /// <summary>What the page calls the font.</summary>
    public static string Name(bool bold) => bold ? "B" : "H";

    /// <summary>Each character's glyph. One that the font lacks becomes a question mark.</summary>
    public IReadOnlyList<ushort> Show(string text, bool bold)
    {
        TrueTypeFont font = FigureFont.Of(bold);
        if (!_shown.TryGetValue(bold, out SortedDictionary<ushort, Rune>? shown))
        {
            _shown[bold] = shown = [];
        }

        List<ushort> glyphs = [];
        foreach (Rune rune in text.EnumerateRunes())
        {
            Rune character = font.Glyph(rune) is null ? new Rune('?') : rune;
            glyphs.Add(font.Glyph(character)!.Value);
            shown[glyphs[^1]] = character;
        }

        return glyphs;
    }

    /// <summary>The page's dictionary of fonts.</summary>
    public string AddTo(PdfDocument document) =>
        "/Font<<" + string.Concat(_shown.Select(font => $"/{Name(font.Key)} {Text(Add(document, font.Key, font.Value))} 0 R")) + ">>";

    private static int Add(PdfDocument document, bool bold, SortedDictionary<ushort, Rune> shown)
    {
        TrueTypeFont font = FigureFont.Of(bold);
        byte[] file = font.Subset(shown.Keys);
        string name = $"{Tag(file)}+StructuralErrorSans-{(bold ? "Bold" : "Regular")}";
        int stream = document.AddStream(file, $"/Length1 {Text(file.Length)}");

        // Flags: symbolic, because the codes are no characters.
        int descriptor = document.Add(
            $"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{string.Join(' ', font.Box.Select(Text))}]/ItalicAngle 0/Ascent {Text(font.Ascent)}"
            + $"/Descent {Text(font.Descent)}/CapHeight {Text(font.Ascent)}/StemV {(bold ? 140 : 80)}/FontFile2 {Text(stream)} 0 R>>");
        string widths = string.Concat(shown.Keys.Select(glyph => $"{Text(glyph)}[{Text(font.Width(glyph))}]"));
        int glyphs = document.Add(
            $"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            + $"/FontDescriptor {Text(descriptor)} 0 R/CIDToGIDMap/Identity/W[{widths}]>>");
        int characters = document.AddStream(Encoding.ASCII.GetBytes(CharacterMap(shown)));
        return document.Add(
            $"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{Text(glyphs)} 0 R]/ToUnicode {Text(characters)} 0 R>>");
    }

    /// <summary>Six letters that tell one subset from another (9.6.4).</summary>
    private static string Tag(byte[] file) => string.Concat(SHA256.HashData(file).Take(6).Select(value => (char)('A' + (value % 26))));

    private static string CharacterMap(SortedDictionary<ushort, Rune> shown)
    {
        var text = new StringBuilder(
            "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
            + "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
        foreach (KeyValuePair<ushort, Rune>[] block in shown.Chunk(BlockLength))
        {
            text.Append(CultureInfo.InvariantCulture, $"{block.Length} beginbfchar\n");
            foreach ((ushort glyph, Rune character) in block)
            {
                text.Append(CultureInfo.InvariantCulture, $"<{glyph:X4}><{character.Value:X4}>\n");
            }

            text.Append("endbfchar\n");
        }

        return text.Append("endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n").ToString();
    }

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
