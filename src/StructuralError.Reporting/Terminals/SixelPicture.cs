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

    // A character for six empty pixels; the bits of others are added, the upper pixel the lowest.
    private const char Empty = '?';

    // Shorter runs take less room written out.
    private const int ShortestRun = 4;

    /// <param name="picture">Of at most 256 colours, as the program's own are: terminals hold so many.</param>
    public static string Of(PngPixels picture)
    {
        int[] palette = [.. picture.Colours.Distinct()];
        Dictionary<int, int> numbers = palette.Index().ToDictionary(colour => colour.Item, colour => colour.Index);

        // 1: what is not drawn keeps the background. Then the shape of a pixel, width and height.
        StringBuilder text = new(string.Create(CultureInfo.InvariantCulture, $"\u001bP0;1;0q\"1;1;{picture.Width};{picture.Height}"));
        for (int i = 0; i < palette.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"#{i};2;{Percent(palette[i] >> 16)};{Percent(palette[i] >> 8)};{Percent(palette[i])}");
        }

        for (int top = 0; top < picture.Height; top += BandHeight)
        {
            AppendBand(text, picture, numbers, top);
        }

        return text.Append("\u001b\\").ToString();
    }

    /// <summary>Each colour of the band once, from the left again; the next band below.</summary>
    private static void AppendBand(StringBuilder text, PngPixels picture, Dictionary<int, int> numbers, int top)
    {
        SortedDictionary<int, char[]> sixels = [];
        for (int row = 0; row < Math.Min(BandHeight, picture.Height - top); row++)
        {
            for (int x = 0; x < picture.Width; x++)
            {
                int number = numbers[picture.Colours[((top + row) * picture.Width) + x]];
                if (!sixels.TryGetValue(number, out char[]? line))
                {
                    sixels[number] = line = [.. Enumerable.Repeat(Empty, picture.Width)];
                }

                line[x] = (char)(line[x] + (1 << row));
            }
        }

        foreach ((int number, char[] line) in sixels)
        {
            text.Append(CultureInfo.InvariantCulture, $"#{number}");
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
