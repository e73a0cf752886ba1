using SkiaSharp;
using StructuralError.Reporting.Figures.Drawings;

namespace StructuralError.Tests.Reporting.Figures.Png;

/// <summary>A decoded PNG.</summary>
internal sealed class Picture
{
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

    /// <summary>What differs from the marks: pixels away from edges and text of another colour; and texts that are not within their bounds, or cover too little of them.</summary>
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

        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                if (!isText[(y * Width) + x] && marks.IsEven(x, y) && Difference(marks, x, y) > 8)
                {
                    faults.Add($"pixel {x / scale:0.0}, {y / scale:0.0}");
                }
            }
        }

        return faults;
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
            differing += !isText[i] && difference > 64 ? 1 : 0;
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
                if (Difference(marks, x, y) > 40)
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

    private double Difference(MarkRaster marks, int x, int y)
    {
        ReadOnlySpan<byte> found = Colour(x, y);
        ReadOnlySpan<double> expected = marks.Colour(x, y);
        return Math.Max(Math.Abs(found[0] - expected[0]), Math.Max(Math.Abs(found[1] - expected[1]), Math.Abs(found[2] - expected[2])));
    }
}
