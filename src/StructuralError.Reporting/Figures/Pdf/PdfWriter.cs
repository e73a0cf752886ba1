using System.Globalization;
using System.Text;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Layout;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Figures.Pdf;

/// <summary>
/// Writes a figure as PDF 1.7 (ISO 32000-1): one page of the figure's size, vector, in the colours of light paper. The font's
/// outlines that it shows are in it, so it looks the same in every reader. No dates, no random ids: the same figure gives the same bytes.
/// </summary>
public static class PdfWriter
{
    /// <summary>A CSS pixel is 1/96 inch, a point is 1/72 inch.</summary>
    public const double PointsPerPixel = 0.75;

    private const string Author = "StructuralError";

    /// <summary>Stands in each file, and says who wrote it.</summary>
    internal static byte[] AuthorMark { get; } = Encoding.Latin1.GetBytes($"/Author{Words(Author)}");

    /// <summary>The bytes of the file.</summary>
    public static byte[] Write(Figure figure) => Write(FigureLayout.Arrange(figure));

    /// <inheritdoc cref="Write(Figure)"/>
    public static byte[] Write(Drawing drawing)
    {
        ArgumentNullException.ThrowIfNull(drawing);
        PdfContent content = new(drawing.Height);
        foreach (Mark mark in drawing.Marks)
        {
            content.Append(mark);
        }

        PdfDocument document = new();
        int pages = document.Reserve();
        int stream = document.AddStream(Encoding.Latin1.GetBytes(content.Text));
        int page = document.Add(
            $"<</Type/Page/Parent {Text(pages)} 0 R/MediaBox[0 0 {Text(drawing.Width * PointsPerPixel)} {Text(drawing.Height * PointsPerPixel)}]"
            + $"/Contents {Text(stream)} 0 R/Resources<<{content.Fonts.AddTo(document)}{Opacities(document, content)}>>>>");
        document.Set(pages, $"<</Type/Pages/Kids[{Text(page)} 0 R]/Count 1>>");
        int catalog = document.Add($"<</Type/Catalog/Pages {Text(pages)} 0 R/Lang(en)/ViewerPreferences<</DisplayDocTitle true>>>>");
        int info = document.Add($"<</Title{Words(drawing.Title)}/Subject{Words(drawing.Description)}/Author{Words(Author)}>>");
        return document.ToBytes(catalog, info);
    }

    private static string Opacities(PdfDocument document, PdfContent content) => content.Opacities.Count == 0
        ? ""
        : "/ExtGState<<" + string.Concat(content.Opacities.Select((opacity, i) =>
            $"/{PdfContent.OpacityName(i)} {Text(document.Add($"<</Type/ExtGState/ca {Text(opacity)}/CA {Text(opacity)}>>"))} 0 R")) + ">>";

    /// <summary>Words of the document information: as they are where they are ASCII, otherwise UTF-16 with a byte order mark (7.9.2.2).</summary>
    private static string Words(string words) => words.All(character => character is >= ' ' and <= '~')
        ? $"({string.Concat(words.Select(character => character is '(' or ')' or '\\' ? $@"\{character}" : $"{character}"))})"
        : $"<FEFF{string.Concat(words.Select(unit => $"{(int)unit:X4}"))}>";

    private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
