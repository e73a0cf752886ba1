using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using StructuralError.Reporting.Figures.Drawings;

namespace StructuralError.Reporting.Figures.Png;

/// <summary>Writes PNG files (ISO/IEC 15948).</summary>
internal static class PngFile
{
    private const string Software = "StructuralError";
    private const byte BitDepth = 8, Palette = 3;

    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <summary>Stands near the start of each file, and says who wrote it.</summary>
    public static byte[] AuthorMark { get; } = Encoding.Latin1.GetBytes($"tEXtSoftware\0{Software}");

    /// <summary>The file: with the picture its resolution, the program, and for those who cannot see the picture its title and description.</summary>
    public static byte[] Write(IndexedPicture picture, Drawing drawing, int dpi)
    {
        byte[] pixelsPerMetre = BigEndian((uint)Math.Round(dpi / 0.0254));
        return
        [
            .. Signature,
            .. Chunk("IHDR", [.. BigEndian((uint)picture.Width), .. BigEndian((uint)picture.Height), BitDepth, Palette, 0, 0, 0]),
            .. Chunk("pHYs", [.. pixelsPerMetre, .. pixelsPerMetre, 1]),
            .. Chunk("tEXt", Encoding.Latin1.GetBytes($"Software\0{Software}")),
            .. Chunk("iTXt", International("Title", drawing.Title)),
            .. Chunk("iTXt", International("Description", drawing.Description)),
            .. Chunk("PLTE", [.. picture.Palette.SelectMany(colour => new[] { (byte)(colour & 0xFF), (byte)((colour >> 8) & 0xFF), (byte)(colour >> 16) })]),
            .. Chunk("IDAT", Compressed(picture)),
            .. Chunk("IEND", []),
        ];
    }

    /// <summary>Each row behind the number of its filter: none, as is best where neighbours are numbers of colours.</summary>
    private static byte[] Compressed(IndexedPicture picture)
    {
        using MemoryStream file = new();
        using (ZLibStream stream = new(file, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (int row = 0; row < picture.Height; row++)
            {
                stream.WriteByte(0);
                stream.Write(picture.Indices, row * picture.Width, picture.Width);
            }
        }

        return file.ToArray();
    }

    // Keyword, not compressed, in English, no translation of the keyword.
    private static byte[] International(string keyword, string text) => Encoding.UTF8.GetBytes($"{keyword}\0\0\0en\0\0{text}");

    private static byte[] Chunk(string type, ReadOnlySpan<byte> data)
    {
        byte[] content = [.. Encoding.Latin1.GetBytes(type), .. data];
        return [.. BigEndian((uint)data.Length), .. content, .. BigEndian(CheckSum(content))];
    }

    private static byte[] BigEndian(uint value)
    {
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>CRC-32 of ISO 3309 (annex D), of type and data.</summary>
    private static uint CheckSum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in bytes)
        {
            sum ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                sum = (sum >> 1) ^ ((sum & 1) * 0xEDB88320);
            }
        }

        return ~sum;
    }
}
