using SkiaSharp;

namespace StructuralError.Reporting.Figures.Png;

/// <summary>The pixels of a PNG file, row by row, each 0xRRGGBB.</summary>
internal sealed record PngPixels(int Width, int Height, int[] Colours)
{
    /// <exception cref="InvalidDataException">The bytes are no PNG.</exception>
    public static PngPixels Decode(byte[] png)
    {
        using SKBitmap bitmap = SKBitmap.Decode(png) ?? throw new InvalidDataException("These bytes are no PNG.");
        return new PngPixels(bitmap.Width, bitmap.Height, [.. bitmap.Pixels.Select(pixel => unchecked((int)(uint)pixel) & 0xFFFFFF)]);
    }
}
