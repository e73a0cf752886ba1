using System.Globalization;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Figures.Svg;
using Xunit;

namespace StructuralError.Tests.Reporting.Figures;

public class PaletteTests
{
    [Theory]
    [InlineData(Ink.Text, 7)]
    [InlineData(Ink.MutedText, 4.5)]
    [InlineData(Ink.Axis, 3)]
    [InlineData(Ink.Contrast, 7)]
    [InlineData(Ink.Blue, 3)]
    [InlineData(Ink.Vermillion, 3)]
    [InlineData(Ink.Green, 3)]
    [InlineData(Ink.Purple, 3)]
    [InlineData(Ink.Orange, 3)]
    [InlineData(Ink.Sky, 3)]
    public void Colours_OnTheirPaper_HaveEnoughContrast(Ink ink, double least)
    {
        (string light, string dark) = Palette.Colours(ink);
        (string lightPaper, string darkPaper) = Palette.Colours(Ink.Paper);
        Assert.InRange(Contrast(light, lightPaper), least, 21);
        Assert.InRange(Contrast(dark, darkPaper), least, 21);
    }

    [Fact]
    public void Colours_EveryInk_HasItsOwn()
    {
        Ink[] curves = [Ink.Contrast, Ink.Blue, Ink.Vermillion, Ink.Green, Ink.Purple, Ink.Orange, Ink.Sky];
        Assert.Equal(curves.Length, curves.Select(ink => Palette.Colours(ink).Light).Distinct().Count());
        Assert.Equal(curves.Length, curves.Select(ink => Palette.Colours(ink).Dark).Distinct().Count());
    }

    // Relative luminance and contrast ratio as WCAG 2.2 defines them.
    private static double Contrast(string one, string other)
    {
        double a = Luminance(one), b = Luminance(other);
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour)
    {
        double[] linear = [.. Enumerable.Range(0, 3)
            .Select(i => int.Parse(colour.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(channel => channel <= 0.04045 ? channel / 12.92 : Math.Pow((channel + 0.055) / 1.055, 2.4))];
        return (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
    }
}
