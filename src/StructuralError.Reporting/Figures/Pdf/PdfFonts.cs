using StructuralError.Reporting.Figures.Drawings;

namespace StructuralError.Reporting.Figures.Pdf;

/// <summary>What a PDF file and its layout need to know of the standard fonts.</summary>
internal static class PdfFonts
{
    /// <summary>What the page calls the font.</summary>
    public static string Name(PdfFont font) => font switch { PdfFont.Helvetica => "H", PdfFont.HelveticaBold => "B", _ => "S" };

    /// <summary>The font's object. Symbol has an encoding of its own.</summary>
    public static string Dictionary(PdfFont font) => font switch
    {
        PdfFont.Helvetica => "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        PdfFont.HelveticaBold => "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
        _ => "<</Type/Font/Subtype/Type1/BaseFont/Symbol>>",
    };

    /// <summary>Advance width in 1/1000 of the font size.</summary>
    public static int Width(PdfFont font, byte code) => font switch
    {
        PdfFont.Helvetica => StandardFontWidths.Helvetica(code),
        PdfFont.HelveticaBold => StandardFontWidths.HelveticaBold(code),
        _ => StandardFontWidths.Symbol(code),
    };
}
