using System.Globalization;
using System.Text;
using StructuralError.Reporting.Figures.Png;

namespace StructuralError.Reporting.Terminals;

/// <summary>
/// A picture as a sequence of sixels, columns of six pixels of one colour (DEC, VT330/VT340 Programmer Reference Manual, volume 2, chapter 14).
/// </summary>
internal static class SixelPicture
{
    private const int BandHeight = 6;

    /// <summary>Terminals hold at least so many.</summary>
    private const int MostColours = 256;

    // A character for six empty pixels; the bits of others are added, the upper pixel the lowest.
    private const char Empty = '?';

    // Shorter runs take less room written out.
    private const int ShortestRun = 4;

    public static string Of(PngPixels picture)
    {
        (int[] numbers, int[] palette) = Reduce(picture.Colours);

        // 1: what is not drawn keeps the background. Then the shape of a pixel, width and height.
        StringBuilder text = new(string.Create(CultureInfo.InvariantCulture, $"\u001bP0;1;0q\"1;1;{picture.Width};{picture.Height}"));
        for (int i = 0; i < palette.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"#{i};2;{Percent(palette[i] >> 16)};{Percent(palette[i] >> 8)};{Percent(palette[i])}");
        }

        for (int top = 0; top < picture.Height; top += BandHeight)
        {
            AppendBand(text, numbers, picture.Width, top, Math.Min(BandHeight, picture.Height - top));
        }

        return text.Append("\u001b\\").ToString();
    }

    /// <summary>Numbers of at most <see cref="MostColours"/> colours: neighbours share one, their mean, where there are more.</summary>
    private static (int[] Numbers, int[] Palette) Reduce(int[] colours)
    {
        for (int bits = 8; ; bits--)
        {
            int part = (0xFF00 >> bits) & 0xFF, mask = (part << 16) | (part << 8) | part;
            Dictionary<int, int> found = [];
            int[] numbers = [.. colours.Select(colour => found.TryGetValue(colour & mask, out int number) ? number : found[colour & mask] = found.Count)];
            if (found.Count <= MostColours)
            {
                return (numbers, Means(colours, numbers, found.Count));
            }
        }
    }

    private static int[] Means(int[] colours, int[] numbers, int count)
    {
        var sums = new (long Red, long Green, long Blue, long Pixels)[count];
        for (int i = 0; i < colours.Length; i++)
        {
            ref (long Red, long Green, long Blue, long Pixels) sum = ref sums[numbers[i]];
            sum = (sum.Red + ((colours[i] >> 16) & 0xFF), sum.Green + ((colours[i] >> 8) & 0xFF), sum.Blue + (colours[i] & 0xFF), sum.Pixels + 1);
        }

        return [.. sums.Select(sum => (int)(((sum.Red / sum.Pixels) << 16) | ((sum.Green / sum.Pixels) << 8) | (sum.Blue / sum.Pixels)))];
    }

    /// <summary>Each colour of the band once, from the left again; the next band below.</summary>
    private static void AppendBand(StringBuilder text, int[] numbers, int width, int top, int height)
    {
        SortedDictionary<int, char[]> sixels = [];
        for (int row = 0; row < height; row++)
        {
            for (int x = 0; x < width; x++)
            {
                int number = numbers[((top + row) * width) + x];
                if (!sixels.TryGetValue(number, out char[]? line))
                {
                    sixels[number] = line = new char[width];
                    Array.Fill(line, Empty);
                }

                line[x] = (char)(line[x] + (1 << row));
            }
        }

        foreach ((int number, char[] line) in sixels)
        {
            text.Append('#').Append(number.ToString(CultureInfo.InvariantCulture));
            AppendRuns(text, line.AsSpan().TrimEnd(Empty));
            text.Append('$');
        }

        text.Append('-');
    }

    private static void AppendRuns(StringBuilder text, ReadOnlySpan<char> line)
    {
        while (!line.IsEmpty)
        {
            int other = line.IndexOfAnyExcept(line[0]), length = other < 0 ? line.Length : other;
            if (length < ShortestRun)
            {
                text.Append(line[0], length);
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"!{length}{line[0]}");
            }

            line = line[length..];
        }
    }

    private static int Percent(int part) => (((part & 0xFF) * 100) + 127) / 255;
}
