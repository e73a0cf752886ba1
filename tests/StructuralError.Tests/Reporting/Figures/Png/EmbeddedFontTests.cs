using SkiaSharp;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Layout;
using StructuralError.Reporting.Figures.Png;
using StructuralError.Tests.Architecture;
using Xunit;

namespace StructuralError.Tests.Reporting.Figures.Png;

public class EmbeddedFontTests
{
    private static readonly string[] Sources =
    [
        "src/StructuralError.Reporting/Figures", "src/StructuralError.Reporting/Runs", "src/StructuralError.Reporting/Paper",
        "src/StructuralError.Experiments/Paper", "src/StructuralError.Core/Columns", "configs",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Typeface_IsOurs(bool bold)
    {
        SKTypeface typeface = EmbeddedFont.Typeface(bold);
        Assert.Equal((EmbeddedFont.Name, bold), (typeface.FamilyName, typeface.IsBold));
    }

    [Theory]
    [MemberData(nameof(SampleFigures.Names), MemberType = typeof(SampleFigures))]
    public void Drawable_TextsOfFigures_HaveEverySign(string name)
    {
        foreach (TextMark text in FigureLayout.Arrange(SampleFigures.All[name]).Leaves().OfType<TextMark>())
        {
            Assert.Equal(text.Text, EmbeddedFont.Drawable(text.Text, text.Bold));
        }
    }

    /// <summary>Where texts of figures are written, and the tables of what a PDF can show.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Drawable_SignsInTheSourcesOfFigures_HasAll(bool bold)
    {
        string signs = string.Concat(Sources.Select(folder => Path.Combine(SourceTree.Root, folder))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories))
            .Where(path => Path.GetExtension(path) is ".cs" or ".json")
            .SelectMany(File.ReadAllText).Where(sign => sign is > ' ' and not '\uFEFF').Distinct().Order());
        Assert.Contains('‖', signs);
        Assert.Equal(signs, EmbeddedFont.Drawable(signs, bold));
    }

    [Fact]
    public void Drawable_SignThatTheFontLacks_IsAQuestionMark() => Assert.Equal("a?b?", EmbeddedFont.Drawable("a\u6F22b\U0001F600", bold: false));

    /// <summary>The layout counts with Helvetica's measures.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Typeface_Widths_AreThoseOfTheLayout(bool bold)
    {
        using SKFont font = new(EmbeddedFont.Typeface(bold), 1000);
        foreach (char sign in Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Concat("−≤≥²–"))
        {
            Assert.Equal(TextMetrics.Width([sign], 1000, bold), font.MeasureText(sign.ToString()), 2.0);
        }
    }
}
