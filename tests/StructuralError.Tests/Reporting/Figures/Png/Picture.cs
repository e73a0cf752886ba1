using System.Numerics;
using SkiaSharp;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Png;

namespace StructuralError.Tests.Reporting.Figures.Png;

/// <summary>A decoded PNG.</summary>
internal sealed class Picture
{
    /// <summary>Differences of a component of 0 to 255 that count: in an even area; at an edge; of a text from what is below it.</summary>
    private const double Shade = 4, Edge = 64, Written = 40;

    /// <summary>Share of all pixels that may differ where several strokes or outlines meet within a pixel, as in dense noise: they are smoothed in another way.</summary>
    private const double Most = 0.0025;

    /// <summary>How far, in pixels, the ink of a text may end before its glyphs do, and by how much of itself a part may be fainter or darker.</summary>
    private const double Slack = 1.75, LeastShare = 0.75, MostShare = 1.25;

    private readonly byte[] _pixels;

    public Picture(byte[] file)
    {
        using SKBitmap decoded = SKBitmap.Decode(file) ?? throw new InvalidDataException("is no picture");
        using SKBitmap bitmap = decoded.Copy(SKColorType.Rgba8888);
        (Width, Height, _pixels) = (bitmap.Width, bitmap.Height, bitmap.GetPixelSpan().ToArray());
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Red, green, blue.</summary>
    public Vector3 Colour(int pixel) => new(_pixels[4 * pixel], _pixels[(4 * pixel) + 1], _pixels[(4 * pixel) + 2]);

    /// <summary>
    /// What differs from the marks. A text: its ink does not reach from one end of its glyphs to the other, in both directions. A line, an area or a dot: it is
    /// fainter or darker where nothing lies above it. Pixels of another colour, where at most one stroke or outline passes: each. Where several do: too many.
    /// </summary>
    public IReadOnlyList<string> Faults(MarkRaster marks)
    {
        if ((Width, Height) != (marks.Width, marks.Height))
        {
            return [$"{Width} × {Height} in place of {marks.Width} × {marks.Height}"];
        }

        List<string> faults = [];
        bool[] isText = new bool[Width * Height];
        foreach (TextMark text in marks.Drawing.Leaves().OfType<TextMark>())
        {
            faults.AddRange(TextFaults(text, marks, isText));
        }

        faults.AddRange(marks.Shares(Colour, isText).Where(part => part.Share is < LeastShare or > MostShare).Select(part => $"{part.Part}: {part.Share:0.00} of it"));
        int crowded = 0;
        for (int pixel = 0; pixel < isText.Length; pixel++)
        {
            if (!isText[pixel] && Difference(marks, pixel) is var difference && difference > (marks[pixel].IsEven ? Shade : Edge))
            {
                if (marks.IsCrowded(pixel))
                {
                    crowded++;
                }
                else
                {
                    faults.Add($"pixel {pixel % Width}, {pixel / Width}: {difference:0}");
                }
            }
        }

        return crowded > Most * isText.Length ? [.. faults, $"{crowded} pixels"] : faults;
    }

    /// <summary>Share of the pixels, text left out, that differ by more than an edge that is smoothed in another way.</summary>
    public double Distance(Picture other, Drawing drawing, double scale)
    {
        bool[] isText = new bool[Width * Height];
        foreach (TextMark text in drawing.Leaves().OfType<TextMark>())
        {
            foreach (int pixel in Pixels(text.Bounds.Grow(3), scale))
            {
                isText[pixel] = true;
            }
        }

        return Enumerable.Range(0, isText.Length).Count(pixel => !isText[pixel] && Largest(Colour(pixel) - other.Colour(pixel)) > Edge) / (double)isText.Length;
    }

    // What differs from the marks below a text is the text itself.
    private List<string> TextFaults(TextMark text, MarkRaster marks, bool[] isText)
    {
        if (string.IsNullOrWhiteSpace(text.Text))
        {
            return [];
        }

        Box glyphs = Glyphs(text), around = glyphs.Grow(Slack / marks.Scale);
        (double left, double top, double right, double bottom) = (around.Right, around.Bottom, around.Left, around.Top);
        foreach (int pixel in Pixels(around, marks.Scale))
        {
            isText[pixel] = true;
            if (Difference(marks, pixel) > Written)
            {
                (double x, double y) = (pixel % Width / marks.Scale, pixel / Width / marks.Scale);
                (left, top) = (Math.Min(left, x), Math.Min(top, y));
                (right, bottom) = (Math.Max(right, x + (1 / marks.Scale)), Math.Max(bottom, y + (1 / marks.Scale)));
            }
        }

        // What lies beyond the glyphs is met as pixels that no text explains.
        double lack = Math.Max(Math.Max(left - glyphs.Left, glyphs.Right - right), Math.Max(top - glyphs.Top, glyphs.Bottom - bottom)) * marks.Scale;
        return lack > Slack ? [$"'{text.Text}': its ink ends {lack:0.0} pixels before its glyphs do"] : [];
    }

    /// <summary>What the glyphs of a text cover.</summary>
    private static Box Glyphs(TextMark text)
    {
        // Otherwise glyphs are measured as wide as whole pixels.
        using SKFont font = new(EmbeddedFont.Typeface(text.Bold), (float)text.Size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };
        double width = font.MeasureText(text.Text, out SKRect ink);
        double start = text.Anchor switch { TextAnchor.Start => 0, TextAnchor.Middle => -width / 2, _ => -width };
        return text.Upward
            ? new Box(text.Position.X + ink.Top, text.Position.Y - start - ink.Right, ink.Height, ink.Width)
            : new Box(text.Position.X + start + ink.Left, text.Position.Y + ink.Top, ink.Width, ink.Height);
    }

    private IEnumerable<int> Pixels(Box box, double scale)
    {
        for (int y = Math.Max(0, (int)(box.Top * scale)); y < Math.Min(Height, box.Bottom * scale); y++)
        {
            for (int x = Math.Max(0, (int)(box.Left * scale)); x < Math.Min(Width, box.Right * scale); x++)
            {
                yield return (y * Width) + x;
            }
        }
    }

    private double Difference(MarkRaster marks, int pixel) => Largest(Colour(pixel) - marks[pixel].Colour);

    private static float Largest(Vector3 difference)
    {
        Vector3 size = Vector3.Abs(difference);
        return Math.Max(size.X, Math.Max(size.Y, size.Z));
    }
}
