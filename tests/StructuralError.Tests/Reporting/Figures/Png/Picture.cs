using SkiaSharp;
using StructuralError.Reporting.Figures.Drawings;

namespace StructuralError.Tests.Reporting.Figures.Png;

/// <summary>A decoded PNG.</summary>
internal sealed class Picture
{
    /// <summary>Differences of a component of 0 to 255 that count: in an even area, and at an edge; and what no smoothing makes in an even area.</summary>
    private const double Shade = 4, Edge = 64, Gross = 128;

    /// <summary>Share of all pixels that may differ: lines that turn within a pixel, as in dense noise, are smoothed in another way.</summary>
    private const double Most = 0.0025;

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
    public ReadOnlySpan<byte> Colour(int x, int y) => _pixels.AsSpan(4 * ((y * Width) + x), 3);

    /// <summary>
    /// What differs from the marks: pixels of quite another colour where no edge is near, too many of another one; texts that are not within their bounds, or cover too little of them.
    /// </summary>
    /// <param name="drawing">What the picture should show.</param>
    public IReadOnlyList<string> Faults(Drawing drawing, double scale)
    {
        MarkRaster marks = new(drawing, scale);
        if ((Width, Height) != (marks.Width, marks.Height))
        {
            return [$"{Width} × {Height} in place of {marks.Width} × {marks.Height}"];
        }

        List<string> faults = [];
        bool[] isText = new bool[Width * Height];
        foreach (TextMark text in drawing.Leaves().OfType<TextMark>())
        {
            faults.AddRange(TextFaults(text, marks, scale));
            Fill(isText, text.Bounds.Grow(1.5), scale);
        }

        (int differing, bool isEven) = (0, false);
        for (int i = 0; i < isText.Length; i++)
        {
            double difference = isText[i] ? 0 : Difference(marks, i % Width, i / Width, out isEven);
            if (isEven && difference > Gross)
            {
                faults.Add($"pixel {i % Width}, {i / Width}: {difference:0}");
            }

            differing += difference > (isEven ? Shade : Edge) ? 1 : 0;
        }

        return differing > Most * isText.Length ? [.. faults, $"{differing} pixels"] : faults;
    }

    /// <summary>Share of the pixels, text left out, that differ by more than an edge that is smoothed in another way.</summary>
    public double Distance(Picture other, Drawing drawing, double scale)
    {
        bool[] isText = new bool[Width * Height];
        foreach (TextMark text in drawing.Leaves().OfType<TextMark>())
        {
            Fill(isText, text.Bounds.Grow(3), scale);
        }

        int differing = 0;
        for (int i = 0; i < isText.Length; i++)
        {
            ReadOnlySpan<byte> a = Colour(i % Width, i / Width), b = other.Colour(i % Width, i / Width);
            int difference = Math.Max(Math.Abs(a[0] - b[0]), Math.Max(Math.Abs(a[1] - b[1]), Math.Abs(a[2] - b[2])));
            differing += !isText[i] && difference > Edge ? 1 : 0;
        }

        return (double)differing / isText.Length;
    }

    // What differs from the marks below a text is the text itself.
    private IEnumerable<string> TextFaults(TextMark text, MarkRaster marks, double scale)
    {
        Box box = text.Bounds;
        int inked = 0, all = 0;
        (double first, double last) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int y = Math.Max(0, (int)(box.Top * scale)); y < Math.Min(Height, box.Bottom * scale); y++)
        {
            for (int x = Math.Max(0, (int)(box.Left * scale)); x < Math.Min(Width, box.Right * scale); x++)
            {
                all++;
                if (Difference(marks, x, y, out _) > 40)
                {
                    inked++;
                    double along = (text.Upward ? box.Bottom - (y / scale) : (x / scale) - box.Left) / (text.Upward ? box.Height : box.Width);
                    (first, last) = (Math.Min(first, along), Math.Max(last, along));
                }
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

    private void Fill(bool[] isText, Box box, double scale)
    {
        for (int y = Math.Max(0, (int)(box.Top * scale)); y < Math.Min(Height, box.Bottom * scale); y++)
        {
            for (int x = Math.Max(0, (int)(box.Left * scale)); x < Math.Min(Width, box.Right * scale); x++)
            {
                isText[(y * Width) + x] = true;
            }
        }
    }

    private double Difference(MarkRaster marks, int x, int y, out bool isEven)
    {
        ReadOnlySpan<byte> found = Colour(x, y);
        (float red, float green, float blue, isEven) = marks.Colour(x, y);
        return Math.Max(Math.Abs(found[0] - red), Math.Max(Math.Abs(found[1] - green), Math.Abs(found[2] - blue)));
    }
}
