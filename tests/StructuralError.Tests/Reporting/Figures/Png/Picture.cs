using SkiaSharp;

namespace StructuralError.Tests.Reporting.Figures.Png;

/// <summary>Pixels: red, green and blue of each, row by row.</summary>
internal sealed class Picture
{
    private const int Components = 3;

    private readonly byte[] _colours;

    public Picture(int width, int height, byte[] colours) => (Width, Height, _colours) = (width, height, colours);

    /// <param name="file">A PNG.</param>
    public Picture(byte[] file)
    {
        using SKBitmap decoded = SKBitmap.Decode(file) ?? throw new InvalidDataException("These bytes are no picture.");
        using SKBitmap bitmap = decoded.Copy(SKColorType.Rgba8888);
        ReadOnlySpan<byte> pixels = bitmap.GetPixelSpan();
        (Width, Height, _colours) = (bitmap.Width, bitmap.Height, new byte[Components * bitmap.Width * bitmap.Height]);
        for (int i = 0; i < _colours.Length; i++)
        {
            _colours[i] = pixels[(4 * (i / Components)) + (i % Components)];
        }
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Red, green, blue.</summary>
    public ReadOnlySpan<byte> Colour(int x, int y) => _colours.AsSpan(Components * ((y * Width) + x), Components);

    /// <summary>
    /// How far each pixel of either picture is from all that the other one has at that place: beyond the darkest and the lightest of the nine pixels there,
    /// by component. 0 for an edge that is smoothed in another way or less than a pixel away; not for what only one of the two shows.
    /// </summary>
    public int[] Strangeness(Picture other)
    {
        int[] strangeness = new int[Width * Height];
        Judge(other, strangeness);
        other.Judge(this, strangeness);
        return strangeness;
    }

    private void Judge(Picture other, int[] strangeness)
    {
        byte[] darkest = Spread(other._colours, Math.Min), lightest = Spread(other._colours, Math.Max);
        for (int i = 0; i < _colours.Length; i++)
        {
            int beyond = Math.Max(darkest[i] - _colours[i], _colours[i] - lightest[i]);
            strangeness[i / Components] = Math.Max(strangeness[i / Components], beyond);
        }
    }

    /// <summary>The extreme of each component over a pixel and the eight around it.</summary>
    private byte[] Spread(byte[] colours, Func<byte, byte, byte> extreme)
    {
        int row = Components * Width;
        byte[] across = [.. colours];
        for (int i = Components; i < colours.Length; i++)
        {
            if (i % row >= Components)
            {
                across[i] = extreme(across[i], colours[i - Components]);
                across[i - Components] = extreme(across[i - Components], colours[i]);
            }
        }

        byte[] all = [.. across];
        for (int i = row; i < colours.Length; i++)
        {
            all[i] = extreme(all[i], across[i - row]);
            all[i - row] = extreme(all[i - row], across[i]);
        }

        return all;
    }
}
