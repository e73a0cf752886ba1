using StructuralError.Reporting.Figures.Drawings;

namespace StructuralError.Tests.Reporting.Figures.Png;

/// <summary>Whether a picture shows the marks of a drawing, and nothing else.</summary>
internal static class DrawnMarks
{
    /// <summary>
    /// Of 255, how strange the strangest of all pixels may be, see <see cref="Picture.Strangeness"/>; no share of them is left out. Where lines end or turn within
    /// a pixel, 4 × 4 samples and Skia's own smoothing differ by up to 44 in these figures.
    /// </summary>
    private const int Tolerance = 48;

    public static IReadOnlyList<string> Faults(Picture picture, Drawing drawing, double scale)
    {
        Picture marks = new MarkRaster(drawing, scale).ToPicture();
        if ((picture.Width, picture.Height) != (marks.Width, marks.Height))
        {
            return [$"{picture.Width} × {picture.Height} in place of {marks.Width} × {marks.Height}"];
        }

        List<string> faults = [];
        int[] strangeness = picture.Strangeness(marks);
        foreach (TextMark text in drawing.Leaves().OfType<TextMark>())
        {
            faults.AddRange(TextFaults(text, picture, marks, scale));
            foreach ((int x, int y) in Pixels(picture, text.Bounds.Grow(2), scale))
            {
                strangeness[(y * picture.Width) + x] = 0;
            }
        }

        int most = strangeness.Max(), at = Array.IndexOf(strangeness, most);
        return most > Tolerance ? [.. faults, $"pixel {at % picture.Width}, {at / picture.Width}: {most}"] : faults;
    }

    /// <summary>A text covers enough of its bounds, from their beginning to their end. What differs from the marks there is the text itself.</summary>
    private static IEnumerable<string> TextFaults(TextMark text, Picture picture, Picture marks, double scale)
    {
        Box box = text.Bounds;
        int inked = 0, all = 0;
        (double first, double last) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach ((int x, int y) in Pixels(picture, box, scale))
        {
            all++;
            ReadOnlySpan<byte> found = picture.Colour(x, y), paper = marks.Colour(x, y);
            if (Math.Max(Math.Abs(found[0] - paper[0]), Math.Max(Math.Abs(found[1] - paper[1]), Math.Abs(found[2] - paper[2]))) > 40)
            {
                inked++;
                double along = (text.Upward ? box.Bottom - (y / scale) : (x / scale) - box.Left) / (text.Upward ? box.Height : box.Width);
                (first, last) = (Math.Min(first, along), Math.Max(last, along));
            }
        }

        double em = text.Size / (text.Upward ? box.Height : box.Width);
        if (inked < 0.05 * all)
        {
            yield return $"'{text.Text}': covers {inked} of {all} pixels";
        }
        else if (first > 0.25 * em || last < 1 - (0.3 * em))
        {
            yield return $"'{text.Text}': from {first:0.00} to {last:0.00} of its width";
        }
    }

    private static IEnumerable<(int X, int Y)> Pixels(Picture picture, Box box, double scale)
    {
        for (int y = Math.Max(0, (int)(box.Top * scale)); y < Math.Min(picture.Height, box.Bottom * scale); y++)
        {
            for (int x = Math.Max(0, (int)(box.Left * scale)); x < Math.Min(picture.Width, box.Right * scale); x++)
            {
                yield return (x, y);
            }
        }
    }
}
