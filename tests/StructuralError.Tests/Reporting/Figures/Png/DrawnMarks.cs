using StructuralError.Reporting.Figures.Drawings;

namespace StructuralError.Tests.Reporting.Figures.Png;

/// <summary>Whether a picture shows the marks of a drawing, and nothing else.</summary>
internal static class DrawnMarks
{
    /// <summary>
    /// Of 255, how strange the strangest of all pixels without a text may be, see <see cref="Picture.Strangeness"/>; no share of them is left out. Where lines
    /// end or turn within a pixel, 4 × 4 samples and Skia's own smoothing differ by up to 49 in these figures.
    /// </summary>
    public const int Tolerance = 51;

    public static IReadOnlyList<string> Faults(Picture picture, Drawing drawing, double scale)
    {
        Picture marks = new MarkRaster(drawing, scale).ToPicture();
        if ((picture.Width, picture.Height) != (marks.Width, marks.Height))
        {
            return [$"{picture.Width} × {picture.Height} in place of {marks.Width} × {marks.Height}"];
        }

        string[] faults = [.. drawing.Leaves().OfType<TextMark>().SelectMany(text => TextFaults(text, picture, marks, scale))];
        int strangest = Strangest(picture, drawing, scale);
        return strangest <= Tolerance ? faults : [.. faults, $"a pixel is {strangest} apart"];
    }

    /// <summary>How strange the strangest pixel without a text is.</summary>
    public static int Strangest(Picture picture, Drawing drawing, double scale) =>
        PictureComparison.Of(picture, new MarkRaster(drawing, scale).ToPicture(), drawing, scale).Elsewhere;

    /// <summary>A text covers enough of its bounds, from their beginning to their end. What differs from the marks there is the text itself.</summary>
    private static IEnumerable<string> TextFaults(TextMark text, Picture picture, Picture marks, double scale)
    {
        Box box = text.Bounds;
        int inked = 0, all = 0;
        (double first, double last) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach ((int x, int y) in PictureComparison.Pixels(picture, box, scale))
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
}
