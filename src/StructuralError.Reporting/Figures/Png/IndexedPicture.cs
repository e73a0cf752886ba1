namespace StructuralError.Reporting.Figures.Png;

/// <summary>
/// A picture of at most 256 colours. Curves that are smoothed over one another have thousands of shades, and a PNG of all of them is three times as large
/// and looks the same.
/// </summary>
/// <param name="Palette">Each 0xBBGGRR.</param>
/// <param name="Indices">Of the pixels' colours, row by row.</param>
internal sealed record IndexedPicture(int Width, int Height, IReadOnlyList<uint> Palette, byte[] Indices)
{
    private const int MostColours = 256;

    /// <summary>Faint curves of two inks are near to one another, and cover areas: they too are among the frequent ones.</summary>
    private const int MostFrequent = 128;

    private const uint Opaque = 0xFF000000;

    /// <summary>
    /// The most frequent colours, which are those of paper, texts, curves and bands, stay as they are. Of the others, which are edges, each becomes the nearest
    /// that stays; no component changes by more than the least distance at which 256 colours are enough. A picture that has no more than these stays as it is.
    /// </summary>
    /// <param name="pixels">Row by row, each 0xAABBGGRR; alpha is left out.</param>
    public static IndexedPicture Of(ReadOnlySpan<uint> pixels, int width, int height)
    {
        Dictionary<uint, int> counts = [];
        foreach (uint pixel in pixels)
        {
            uint colour = pixel & ~Opaque;
            counts[colour] = counts.GetValueOrDefault(colour) + 1;
        }

        uint[] colours = [.. counts.OrderByDescending(colour => colour.Value).ThenBy(colour => colour.Key).Select(colour => colour.Key)];
        List<uint> palette = Kept(colours);
        Dictionary<uint, byte> indices = colours.ToDictionary(colour => colour, colour => (byte)Nearest(palette, colour).Index);
        byte[] picture = new byte[pixels.Length];
        for (int i = 0; i < picture.Length; i++)
        {
            picture[i] = indices[pixels[i] & ~Opaque];
        }

        return new IndexedPicture(width, height, palette, picture);
    }

    /// <summary>Of colours by their frequency, the first, and of the others those that none before them is near to.</summary>
    private static List<uint> Kept(uint[] colours)
    {
        for (int distance = 0; ; distance++)
        {
            List<uint> kept = [.. colours.Take(MostFrequent)];
            for (int i = kept.Count; i < colours.Length && kept.Count <= MostColours; i++)
            {
                if (Nearest(kept, colours[i]).Distance > distance)
                {
                    kept.Add(colours[i]);
                }
            }

            if (kept.Count <= MostColours)
            {
                return kept;
            }
        }
    }

    private static (int Index, int Distance) Nearest(List<uint> palette, uint colour)
    {
        (int index, int least) = (-1, int.MaxValue);
        for (int i = 0; i < palette.Count && least > 0; i++)
        {
            int distance = Math.Max(Difference(palette[i], colour, 0), Math.Max(Difference(palette[i], colour, 8), Difference(palette[i], colour, 16)));
            (index, least) = distance < least ? (i, distance) : (index, least);
        }

        return (index, least);
    }

    private static int Difference(uint a, uint b, int shift) => Math.Abs((int)((a >> shift) & 0xFF) - (int)((b >> shift) & 0xFF));
}
