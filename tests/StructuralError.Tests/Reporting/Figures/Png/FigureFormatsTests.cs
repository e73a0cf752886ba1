using System.Diagnostics;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Pdf;
using StructuralError.Reporting.Figures.Png;
using StructuralError.Reporting.Figures.Svg;
using StructuralError.Reporting.Figures.Typefaces;
using StructuralError.Tests.Cuda.Ptx;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Reporting.Figures.Png;

/// <summary>
/// The PNG beside what other programs make of the SVG and the PDF, pixel by pixel, texts included. Each fault is put into the PNG alone, and must be seen.
/// </summary>
[Trait("Speed", "Slow")]
public class FigureFormatsTests
{
    /// <summary>
    /// Of 255, how strange the strangest pixel of a text may be, see <see cref="Picture.Strangeness"/>; no share of them is left out. It is 65 with librsvg 2.54
    /// and with poppler 22.12, at thin strokes of small letters: each of the three programs spreads them over two rows of pixels in its own shares. The least
    /// of the faults of texts has 103.
    /// </summary>
    private const int MostInTexts = 80;

    /// <summary>The same of all other pixels: 7 with librsvg, and the least of the faults, a band that is fainter, 16.</summary>
    private const int MostInSvg = 10;

    /// <summary>15 with poppler, and 22 with that fault.</summary>
    private const int MostInPdf = 18;

    private const int Dpi = 192;

    private static readonly Lazy<Task<Picture>> Svg = new(DrawSvg), Pdf = new(DrawPdf);

    public static TheoryData<string> Faults => [.. SmallFigure.Faults];

    [Fact(Skip = Needs.RsvgReason, SkipUnless = nameof(Needs.Rsvg), SkipType = typeof(Needs))]
    public async Task Png_BesideTheSvg_IsTheSamePicture() => AssertSame(true, SmallFigure.Drawing, await Svg.Value, MostInSvg);

    [Theory(Skip = Needs.RsvgReason, SkipUnless = nameof(Needs.Rsvg), SkipType = typeof(Needs))]
    [MemberData(nameof(Faults))]
    public async Task Png_WithAFaultBesideTheSvg_IsAnother(string fault) => AssertSame(false, SmallFigure.With(fault), await Svg.Value, MostInSvg);

    [Fact(Skip = Needs.PdftoppmReason, SkipUnless = nameof(Needs.Pdftoppm), SkipType = typeof(Needs))]
    public async Task Png_BesideThePdf_IsTheSamePicture() => AssertSame(true, SmallFigure.Drawing, await Pdf.Value, MostInPdf);

    [Theory(Skip = Needs.PdftoppmReason, SkipUnless = nameof(Needs.Pdftoppm), SkipType = typeof(Needs))]
    [MemberData(nameof(Faults))]
    public async Task Png_WithAFaultBesideThePdf_IsAnother(string fault) => AssertSame(false, SmallFigure.With(fault), await Pdf.Value, MostInPdf);

    private static void AssertSame(bool expected, Drawing drawing, Picture other, int mostElsewhere)
    {
        var found = PictureComparison.Of(new Picture(PngWriter.Write(drawing, Dpi)), other, SmallFigure.Drawing, Dpi / 96.0);
        Assert.True(expected == (found.InTexts <= MostInTexts && found.Elsewhere <= mostElsewhere), $"{found}");
    }

    /// <summary>By rsvg-convert, which is given the font of the PNG and no other: SVG takes fonts of the machine.</summary>
    private static async Task<Picture> DrawSvg()
    {
        using TemporaryDirectory directory = new();
        foreach (bool bold in (bool[])[false, true])
        {
            await using Stream font = FigureFont.Open(bold), file = File.Create(directory.File($"bold-{bold}.ttf"));
            await font.CopyToAsync(file);
        }

        await File.WriteAllTextAsync(directory.File("fonts.conf"), $"<fontconfig><dir>{directory.Path}</dir><cachedir>{directory.Path}</cachedir></fontconfig>");
        await File.WriteAllBytesAsync(directory.File("figure.svg"), SvgWriter.Write(SmallFigure.Drawing));
        ProcessStartInfo start = new(Tool.Find("rsvg-convert")!, ["--zoom", "2", "--output", directory.File("figure.png"), directory.File("figure.svg")]);
        start.Environment["FONTCONFIG_FILE"] = directory.File("fonts.conf");
        return await Drawn(start, directory);
    }

    private static async Task<Picture> DrawPdf()
    {
        using TemporaryDirectory directory = new();
        await File.WriteAllBytesAsync(directory.File("figure.pdf"), PdfWriter.Write(SmallFigure.Drawing));
        return await Drawn(new(Tool.Find("pdftoppm")!, ["-png", "-r", $"{Dpi}", "-singlefile", directory.File("figure.pdf"), directory.File("figure")]), directory);
    }

    private static async Task<Picture> Drawn(ProcessStartInfo start, TemporaryDirectory directory)
    {
        (int exitCode, _, string error) = await ChildProcess.RunAsync(start);
        Assert.True(exitCode == 0, error);
        return new Picture(await File.ReadAllBytesAsync(directory.File("figure.png")));
    }
}
