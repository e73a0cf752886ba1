using System.Globalization;
using System.Text.RegularExpressions;
using StructuralError.Reporting.Figures.Png;
using StructuralError.Reporting.Terminals;
using StructuralError.Tests.Reporting.Figures;
using Xunit;

namespace StructuralError.Tests.Reporting.Terminals;

/// <summary>Sixels read back as the manual of the VT340 says.</summary>
public class SixelPictureTests
{
    [Fact]
    public void Of_FewColours_GivesEveryPixelBack()
    {
        // Seven rows: the second band has one. Black, white, and three parts that percent hold exactly.
        int[] colours = [0x000000, 0xFFFFFF, 0xFF0000, 0x003300, 0x0000CC];
        PngPixels picture = new(11, 7, [.. Enumerable.Range(0, 77).Select(i => colours[i * i % 11 % colours.Length])]);
        Assert.Equal(picture.Colours, Read(SixelPicture.Of(picture), picture.Width, picture.Height));
    }

    [Fact]
    public void Of_Figure_IsThePictureOfThePng()
    {
        PngPixels picture = PngPixels.Decode(PngWriter.Write(SampleFigures.All["grid"], 96));
        string text = SixelPicture.Of(picture);
        int[] read = Read(text, picture.Width, picture.Height);
        Assert.All(read.Zip(picture.Colours), pair => Assert.InRange(Distance(pair.First, pair.Second), 0, 18));
        Assert.True(picture.Colours.Distinct().Count() > 10);
        Assert.InRange(text.Length, 1, 350_000);
    }

    /// <summary>Largest difference of a part.</summary>
    private static int Distance(int a, int b) => Math.Max(PartDistance(a >> 16, b >> 16), Math.Max(PartDistance(a >> 8, b >> 8), PartDistance(a, b)));

    private static int PartDistance(int a, int b) => Math.Abs((a & 0xFF) - (b & 0xFF));

    private static int[] Read(string text, int width, int height)
    {
        Match whole = Regex.Match(text, "^\u001bP0;1;0q\"1;1;(?<width>\\d+);(?<height>\\d+)(?<data>[^\u001b]*)\u001b\\\\$");
        Assert.True(whole.Success);
        Assert.Equal((width, height), (Number(whole.Groups["width"]), Number(whole.Groups["height"])));
        int[] pixels = [.. Enumerable.Repeat(-1, width * height)];
        Dictionary<int, int> palette = [];
        int x = 0, top = 0, colour = 0;
        foreach (Match token in Regex.Matches(
            whole.Groups["data"].Value, "#(?<define>\\d+);2;(?<r>\\d+);(?<g>\\d+);(?<b>\\d+)|#(?<select>\\d+)|!(?<count>\\d+)(?<run>[?-~])|(?<one>[?-~])|(?<return>\\$)|(?<line>-)|(?<other>.)"))
        {
            Assert.False(token.Groups["other"].Success, token.Value);
            if (token.Groups["define"].Success)
            {
                palette[Number(token.Groups["define"])] = (Part(token.Groups["r"]) << 16) | (Part(token.Groups["g"]) << 8) | Part(token.Groups["b"]);
            }
            else if (token.Groups["select"].Success)
            {
                colour = palette[Number(token.Groups["select"])];
            }
            else if (token.Groups["return"].Success || token.Groups["line"].Success)
            {
                (x, top) = (0, top + (token.Groups["line"].Success ? 6 : 0));
            }
            else
            {
                int count = token.Groups["count"].Success ? Number(token.Groups["count"]) : 1, bits = token.Value[^1] - '?';
                for (; count > 0; count--, x++)
                {
                    for (int row = 0; row < 6; row++)
                    {
                        if ((bits & (1 << row)) != 0)
                        {
                            Assert.Equal(-1, pixels[((top + row) * width) + x]);
                            pixels[((top + row) * width) + x] = colour;
                        }
                    }
                }
            }
        }

        return pixels;
    }

    private static int Number(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);

    private static int Part(Group percent) => (int)Math.Round(Number(percent) * 2.55);
}
