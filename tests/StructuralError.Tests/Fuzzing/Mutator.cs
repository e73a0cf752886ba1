using System.Text;

namespace StructuralError.Tests.Fuzzing;

/// <summary>Damages files as disks, downloads, editors and people do. The same seed gives the same damage everywhere.</summary>
internal sealed class Mutator(int seed, IReadOnlyList<byte[]> seeds)
{
    private static readonly byte[][] Tokens =
    [
        [0], [0xFF], [0xC3, 0x28], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0], [0, 0, 0, 0], [0x1F, 0x8B, 8, 0],
        .. ((string[])["\"", "\\ud800", "\\u0000", "{", "}", "[", "]", ",", ":", "\n", "\r", "\n\n", "null", "true", "[]", "{}", "\"\"", "--", "=", "'", "İ", "NaN", "Infinity", "1e999", "-0", "/*", "//"])
            .Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[][] Numbers =
        [.. ((string[])["-1", "0", "1", "2", "0.5", "65536", "2147483647", "2147483648", "4294967296", "9223372036854775807", "9223372036854775808", "99999999999999999999999", "1e9", "1e400", "-9223372036854775808"])
            .Select(Encoding.ASCII.GetBytes)];

    private readonly System.Random _random = new(seed);

    /// <summary>A damaged copy of one of the seeds.</summary>
    public byte[] Next()
    {
        byte[] content = seeds[_random.Next(seeds.Count)];
        int times = 1 + _random.Next(4);
        for (int time = 0; time < times; time++)
        {
            content = Damage(content);
        }

        return content;
    }

    private byte[] Damage(byte[] content) => _random.Next(14) switch
    {
        0 => content[.._random.Next(content.Length + 1)],
        1 or 2 or 3 => FlipBit(content),
        4 => Insert(content, RandomBytes(1 + _random.Next(8))),
        5 or 6 => Insert(content, Tokens[_random.Next(Tokens.Length)]),
        7 => Overwrite(content, Tokens[_random.Next(Tokens.Length)]),
        8 => Cut(content),
        9 => Repeat(content),
        10 or 11 => ReplaceNumber(content),
        12 => Splice(content),
        _ => _random.Next(4) switch
        {
            0 => Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Encoding.Latin1.GetString(content))).ToArray(),
            1 => [.. Encoding.UTF8.GetPreamble(), .. content],
            2 => Insert(content, Encoding.ASCII.GetBytes(new string("[{\""[_random.Next(2)], 1 + _random.Next(5000)))),
            _ => [.. content, .. content],
        },
    };

    private byte[] FlipBit(byte[] content)
    {
        if (content.Length == 0)
        {
            return content;
        }

        byte[] flipped = [.. content];
        flipped[_random.Next(content.Length)] ^= (byte)(1 << _random.Next(8));
        return flipped;
    }

    private byte[] Insert(byte[] content, byte[] more)
    {
        int at = _random.Next(content.Length + 1);
        return [.. content.AsSpan(0, at), .. more, .. content.AsSpan(at)];
    }

    private byte[] Overwrite(byte[] content, byte[] with)
    {
        byte[] changed = [.. content];
        if (content.Length >= with.Length)
        {
            with.CopyTo(changed, _random.Next(content.Length - with.Length + 1));
        }

        return changed;
    }

    private byte[] Cut(byte[] content)
    {
        (int start, int end) = Range(content);
        return [.. content.AsSpan(0, start), .. content.AsSpan(end)];
    }

    private byte[] Repeat(byte[] content)
    {
        (int start, int end) = Range(content);
        return [.. content.AsSpan(0, end), .. content.AsSpan(start)];
    }

    /// <summary>Another number in place of one that is written in digits: sizes and counts that cannot be.</summary>
    private byte[] ReplaceNumber(byte[] content)
    {
        int from = _random.Next(content.Length + 1);
        int start = from + Math.Max(0, content.AsSpan(from).IndexOfAnyInRange((byte)'0', (byte)'9'));
        int length = content.AsSpan(start).IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return length <= 0 ? content : [.. content.AsSpan(0, start), .. Numbers[_random.Next(Numbers.Length)], .. content.AsSpan(start + length)];
    }

    private byte[] Splice(byte[] content)
    {
        byte[] other = seeds[_random.Next(seeds.Count)];
        return [.. content.AsSpan(0, _random.Next(content.Length + 1)), .. other.AsSpan(_random.Next(other.Length + 1))];
    }

    private (int Start, int End) Range(byte[] content)
    {
        int start = _random.Next(content.Length + 1);
        return (start, Math.Min(content.Length, start + _random.Next(1 + Math.Min(200, content.Length))));
    }

    private byte[] RandomBytes(int count)
    {
        byte[] bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
