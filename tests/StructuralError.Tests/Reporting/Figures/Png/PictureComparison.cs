using StructuralError.Reporting.Figures.Drawings;
using Xunit;

namespace StructuralError.Tests.Reporting.Figures.Png;

/// <summary>How far two pictures of one drawing are apart, of 255. No pixel and no share of them is left out.</summary>
/// <param name="InTexts">The strangest pixel (<see cref="Picture.Strangeness"/>) within two units of a text.</param>
/// <param name="Elsewhere">The strangest of the others.</param>
internal sealed record PictureComparison(int InTexts, int Elsewhere)
{
    /// <param name="scale">Pixels in a unit of the drawing.</param>
    public static PictureComparison Of(Picture first, Picture second, Drawing drawing, double scale)
    {
        Assert.Equal((first.Width, first.Height), (second.Width, second.Height));
        bool[] texts = Texts(first, drawing, scale);
        int[] strangeness = first.Strangeness(second);
        int Strangest(bool inTexts) => strangeness.Where((_, i) => texts[i] == inTexts).DefaultIfEmpty().Max();
        return new PictureComparison(Strangest(true), Strangest(false));
    }

    /// <summary>The pixels of a box.</summary>
    public static IEnumerable<(int X, int Y)> Pixels(Picture picture, Box box, double scale)
    {
        for (int y = Math.Max(0, (int)(box.Top * scale)); y < Math.Min(picture.Height, box.Bottom * scale); y++)
        {
            for (int x = Math.Max(0, (int)(box.Left * scale)); x < Math.Min(picture.Width, box.Right * scale); x++)
            {
                yield return (x, y);
            }
        }
    }

    private static bool[] Texts(Picture picture, Drawing drawing, double scale)
    {
        bool[] texts = new bool[picture.Width * picture.Height];
        foreach ((int x, int y) in drawing.Leaves().OfType<TextMark>().SelectMany(text => Pixels(picture, text.Bounds.Grow(2), scale)))
        {
            texts[(y * picture.Width) + x] = true;
        }

        return texts;
    }
}
