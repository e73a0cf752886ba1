using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SkiaSharp;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Layout;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Figures.Pdf;
using StructuralError.Reporting.Figures.Typefaces;
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

    /// <summary>Read by another reader of fonts: what is shown has the outlines of the whole font, what is not shown has none.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Write_Fonts_HoldTheOutlinesThatAreShown(bool bold)
    {
        TextMark text = new("é−∇‖λ", new Point(0, 0), 10, bold, TextAnchor.Start, Ink.Text);
        PdfFile file = new(PdfWriter.Write(new Drawing("d", "t", "d", 100, 50, [text])));
        string font = file.Follow(file.Page, "/" + PdfFonts.Name(bold));
        Assert.Matches(@"/BaseFont/[A-Z]{6}\+StructuralErrorSans-" + (bold ? "Bold" : "Regular"), font);
        string descendant = file.Follow(font, @"DescendantFonts\["), descriptor = file.Follow(descendant, "FontDescriptor");
        byte[] subset = PdfFile.Stream(file.Follow(descriptor, "FontFile2"));
        using SKTypeface embedded = SKTypeface.FromData(SKData.CreateCopy(subset)), whole = SKTypeface.FromStream(FigureFont.Open(bold));
        using SKFont actual = new(embedded, 1000), expected = new(whole, 1000);
        HashSet<ushort> shown = [.. text.Text.Select(character => expected.GetGlyph(character))];
        Assert.All(shown, glyph => Assert.Equal(expected.GetGlyphPath(glyph)!.ToSvgPathData(), actual.GetGlyphPath(glyph)!.ToSvgPathData()));
        Assert.Empty(actual.GetGlyphPath(expected.GetGlyph('Q'))?.ToSvgPathData() ?? "");
        Assert.All(shown, glyph => Assert.Equal(expected.GetGlyphWidths([glyph])[0], actual.GetGlyphWidths([glyph])[0]));
        Assert.InRange(subset.Length, 1, 16_000);
    }

    [Fact]
    public void Write_Text_CanBeSearchedAndCopied()
    {
        TextMark text = new("é−λ¹⁰₁‖\U0001F600", new Point(0, 0), 10, Bold: true, TextAnchor.Start, Ink.Text);
        PdfFile file = new(PdfWriter.Write(new Drawing("d", "t", "d", 100, 50, [text])));
        string map = Encoding.ASCII.GetString(PdfFile.Stream(file.Follow(file.Follow(file.Page, "/B"), "ToUnicode")));
        Dictionary<string, string> characters = Entry().Matches(map).ToDictionary(entry => entry.Groups[1].Value, entry => entry.Groups[2].Value);
        string codes = Shown().Match(file.Content).Groups[1].Value;
        Assert.Equal("é−λ¹⁰₁‖?", string.Concat(codes.Chunk(4).Select(code => (char)Convert.ToInt32(characters[new string(code)], 16))));
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
        string codes = string.Concat(text.Text.Select(character => FigureFont.Of(bold: false).Glyph(new Rune(character))!.Value.ToString("X4", CultureInfo.InvariantCulture)));
        Assert.Contains($"{matrix}\n/H 10 Tf <{codes}> Tj\nET", content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("αβγδεηθκλν−≤≥≈", false)]
    [InlineData("ΣΩ∂∇√∞∑→∈⟨⟩⁰⁻⁹ᵀ₀‖", false)]
    [InlineData("ABCxyz0123456789()[].,;:-–‘’éßÿ", true)]
    public void Glyphs_OfFigures_AreThereAndNotWiderThanTheLayoutTakesThemFor(string characters, bool bold)
    {
        TrueTypeFont font = FigureFont.Of(bold);
        Assert.All(characters, character => Assert.InRange(
            font.Width(font.Glyph(new Rune(character))!.Value), 1, TextMetrics.Width([character], 1000, bold) + 1));
    }

    [GeneratedRegex(@"^<(\w{4})><(\w{4})>$", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"<(\w+)> Tj")]
    private static partial Regex Shown();

    [GeneratedRegex(@"/[A-Z]\d*(?= )")]
    private static partial Regex ResourceName();
}
