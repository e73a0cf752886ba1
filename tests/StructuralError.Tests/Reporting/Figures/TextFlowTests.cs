using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Layout;
using Xunit;

namespace StructuralError.Tests.Reporting.Figures;

public class TextFlowTests
{
    [Theory]
    [InlineData("0123456789", false, 5560)]
    [InlineData("Hamburg", false, 722 + 556 + 833 + 556 + 556 + 333 + 556)]
    [InlineData("Hamburg", true, 722 + 556 + 889 + 611 + 611 + 389 + 611)]
    [InlineData("−2", false, 584 + 556)]
    public void Width_KnownText_IsTheSumOfItsAdvances(string text, bool bold, double expected) =>
        Assert.Equal(expected, TextMetrics.Width(text, 1000, bold), 1e-9);

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("a line of several words that has to go on below")]
    [InlineData("a_word_that_alone_is_wider_than_the_whole_line and more")]
    [InlineData("  spaces   everywhere ")]
    public void Wrap_AnyText_FitsAndLosesNothing(string text)
    {
        foreach (double width in new[] { 20.0, 60, 200, 1000 })
        {
            IReadOnlyList<string> lines = TextFlow.Wrap(text, 12, bold: false, width);
            Assert.All(lines, line => Assert.True(TextMetrics.Width(line, 12, bold: false) <= width, line));
            Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal), string.Concat(lines).Replace(" ", "", StringComparison.Ordinal));
        }
    }
}
