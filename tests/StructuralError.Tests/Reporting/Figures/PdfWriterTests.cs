using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Layout;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Figures.Pdf;
using Xunit;

namespace StructuralError.Tests.Reporting.Figures;

public partial class PdfWriterTests
{
    public static TheoryData<string> Names => SampleFigures.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_AnyFigure_EveryObjectStandsWhereTheTableSaysAndEveryReferenceExists(string name)
    {
        PdfFile file = new(PdfWriter.Write(SampleFigures.All[name]));
        Assert.Contains("/Type/Catalog", file.Root, StringComparison.Ordinal);
        Assert.All(file.References, number => Assert.InRange(number, 1, file.Objects.Count));
        Assert.Equal(Enumerable.Range(1, file.Objects.Count), file.References.Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_AnyFigure_ContentNamesOnlyWhatThePageHasAndRestoresWhatItSaves(string name)
    {
        PdfFile file = new(PdfWriter.Write(SampleFigures.All[name]));
        string content = file.Content;
        string[] used = [.. ResourceName().Matches(content).Select(match => match.Value).Distinct()];
        Assert.All(used, resource => Assert.Contains(resource + " ", file.Page, StringComparison.Ordinal));
        string[] lines = [.. content.Split('\n').Select(line => line.Split(' ')[0])];
        Assert.Equal(lines.Count(line => line == "q"), lines.Count(line => line == "Q"));
        Assert.Equal(lines.Count(line => line == "BT"), lines.Count(line => line == "ET"));
        Assert.DoesNotContain("NaN", content, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_Twice_GivesTheSameBytes(string name)
    {
        byte[] first = PdfWriter.Write(SampleFigures.All[name]);
        using CommaCulture culture = new();
        Assert.Equal(first, PdfWriter.Write(SampleFigures.All[name]));
    }

    [Fact]
    public void Write_Page_HasTheFiguresSizeInPoints()
    {
        Drawing drawing = FigureLayout.Arrange(SampleFigures.All["grid"]);
        string size = FormattableString.Invariant($"/MediaBox[0 0 {drawing.Width * 0.75} {drawing.Height * 0.75}]");
        Assert.Contains(size, new PdfFile(PdfWriter.Write(drawing)).Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Fonts_AreStandardAndNotEmbedded()
    {
        PdfFile file = new(PdfWriter.Write(SampleFigures.All["epoch: bounds"]));
        string[] fonts = [.. file.Objects.Where(content => content.Contains("/Type/Font", StringComparison.Ordinal)).Select(content => BaseFont().Match(content).Groups[1].Value).Order(StringComparer.Ordinal)];
        Assert.Equal(["Helvetica", "Helvetica-Bold", "Symbol"], fonts);
        Assert.DoesNotContain(file.Objects, content => content.Contains("FontFile", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_Info_HoldsTheTitleInItsLetters()
    {
        Figure figure = SampleFigures.All["one row: bounds"] with { Title = "λ ≤ (1)" };
        Assert.Contains("/Title<FEFF03BB00202264002000280031" + "0029>", new PdfFile(PdfWriter.Write(figure)).Info, StringComparison.Ordinal);
        Assert.Contains(@"/Title(a \(b\) \\)", new PdfFile(PdfWriter.Write(figure with { Title = @"a (b) \" })).Info, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Curve_GivesItsPointsDashWidthColourAndOpacity()
    {
        LineMark line = new([[new(1, 2), new(3.5, 4.25), new(3.5, 4.25)]], Ink.Blue, 2, Dash.Dashed, 0.5);
        PdfFile file = new(PdfWriter.Write(new Drawing("d", "t", "d", 100, 50, [new GroupMark("series", [line], "k", new Box(0, 0, 10, 20))])));
        Assert.Contains(".75 0 0 -0.75 0 37.5 cm\n", file.Content, StringComparison.Ordinal);
        Assert.Contains("q\n0 0 10 20 re W n\nq /O0 gs\n0 0.447 0.698 RG 2 w 0 J [10 4.4 ] 0 d\n1 2 m\n3.5 4.25 l\nS\nQ\nQ\n", file.Content, StringComparison.Ordinal);
        Assert.Contains(file.Objects, content => content == "<</Type/ExtGState/ca 0.5/CA 0.5>>");
    }

    [Fact]
    public void Write_LineOfOnePoint_IsADot()
    {
        LineMark line = new([[new(1, 2)], [new(3, 4), new(3.001, 4)]], Ink.Blue, 5);
        PdfFile file = new(PdfWriter.Write(new Drawing("d", "t", "d", 100, 50, [line])));
        Assert.Contains("5 w 1 J [] 0 d\n1 2 m\n1 2 l\n3 4 m\n3 4 l\nS\n", file.Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TextAnchor.Start, false, "1 0 0 -1 50 20 Tm")]
    [InlineData(TextAnchor.Middle, false, "1 0 0 -1 44.44 20 Tm")]
    [InlineData(TextAnchor.End, false, "1 0 0 -1 38.88 20 Tm")]
    [InlineData(TextAnchor.Middle, true, "0 -1 -1 0 50 25.56 Tm")]
    public void Write_Text_StandsWhereItsAnchorSays(TextAnchor anchor, bool upward, string matrix)
    {
        TextMark text = new("12", new Point(50, 20), 10, Bold: false, anchor, Ink.Text, upward);
        string content = new PdfFile(PdfWriter.Write(new Drawing("d", "t", "d", 100, 50, [text]))).Content;
        Assert.Contains($"{matrix}\n/H 10 Tf 0 Ts (12) Tj\nET", content, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WordsBeyondTheFont_AreSetInSymbolRaisedOrReplaced()
    {
        TextMark text = new("é−λ¹⁰₁‖\U0001F600", new Point(0, 0), 10, Bold: true, TextAnchor.Start, Ink.Text);
        string content = new PdfFile(PdfWriter.Write(new Drawing("d", "t", "d", 100, 50, [text]))).Content;
        Assert.Contains("/B 10 Tf 0 Ts (\\351) Tj\n/S 10 Tf 0 Ts (-l) Tj\n/B 10 Tf 0 Ts (\\271) Tj\n/B 6.5 Tf 3.5 Ts (0) Tj\n/B 6.5 Tf -1.4 Ts (1) Tj\n/B 10 Tf 0 Ts (||?) Tj\n", content, StringComparison.Ordinal);
    }

    [Fact]
    public void Glyphs_WinAnsiWithoutSymbols_AreAsWideAsTheLayoutTakesThemFor()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Encoding windows = Encoding.GetEncoding(1252);
        foreach (int code in Enumerable.Range(0x20, 0xE0).Where(code => code is not (0x7F or 0x81 or 0x8D or 0x8F or 0x90 or 0x9D)))
        {
            string character = windows.GetString([(byte)code]);
            foreach (bool bold in (bool[])[false, true])
            {
                PdfGlyph glyph = Assert.Single(PdfGlyph.Of(character, bold));
                Assert.Equal((code, bold ? PdfFont.HelveticaBold : PdfFont.Helvetica), (glyph.Code, glyph.Font));
                Assert.InRange(glyph.Width, 1, TextMetrics.Width(character, 1000, bold));
            }
        }
    }

    [Theory]
    [InlineData("αβγδεηθκλν−≤≥≈")]
    [InlineData("ΣΩ∂∇√∞∑→∈⟨⟩⁰⁻⁹ᵀ₀")]
    public void Glyphs_Formulas_AreThereAndNotWiderThanTheLayoutTakesThemFor(string characters)
    {
        foreach (char character in characters)
        {
            PdfGlyph glyph = Assert.Single(PdfGlyph.Of(character.ToString(CultureInfo.InvariantCulture), bold: false));
            Assert.NotEqual((byte)'?', glyph.Code);
            Assert.InRange(glyph.Width, 1, TextMetrics.Width([character], 1000, bold: false));
        }
    }

    [GeneratedRegex(@"/[A-Z]\d*(?= )")]
    private static partial Regex ResourceName();

    [GeneratedRegex(@"/BaseFont/([\w-]+)")]
    private static partial Regex BaseFont();
}
