using System.Buffers.Binary;
using System.Text;
using StructuralError.Reporting.Figures.Drawings;

namespace StructuralError.Reporting.Figures.Png;

/// <summary>What a PNG file (ISO/IEC 15948) says of itself besides the picture.</summary>
internal static class PngFile
{
    private const string Software = "StructuralError";
    private const int SignatureLength = 8;

    // Length, type, thirteen bytes of data, check sum.
    private const int HeaderLength = 25;

    /// <summary>Stands near the start of each file, and says who wrote it.</summary>
    public static byte[] AuthorMark { get; } = Encoding.Latin1.GetBytes($"tEXtSoftware\0{Software}");

    /// <summary>Adds, behind the header: resolution, program, and for those who cannot see the picture its title and description.</summary>
    public static byte[] Describe(byte[] picture, Drawing drawing, int dpi)
    {
        Span<byte> resolution = stackalloc byte[9];
        int perMetre = (int)Math.Round(dpi / 0.0254);
        BinaryPrimitives.WriteInt32BigEndian(resolution, perMetre);
        BinaryPrimitives.WriteInt32BigEndian(resolution[4..], perMetre);
        resolution[8] = 1;
        ReadOnlySpan<byte> file = picture;
        return
        [
            .. file[..(SignatureLength + HeaderLength)],
            .. Chunk("pHYs", resolution),
            .. Chunk("tEXt", Encoding.Latin1.GetBytes($"Software\0{Software}")),
            .. Chunk("iTXt", International("Title", drawing.Title)),
            .. Chunk("iTXt", International("Description", drawing.Description)),
            .. file[(SignatureLength + HeaderLength)..],
        ];
    }

    // Keyword, not compressed, in English, no translation of the keyword.
    private static byte[] International(string keyword, string text) => Encoding.UTF8.GetBytes($"{keyword}\0\0\0en\0\0{text}");

    private static byte[] Chunk(string type, ReadOnlySpan<byte> data)
    {
        byte[] chunk = [0, 0, 0, 0, .. Encoding.Latin1.GetBytes(type), .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), CheckSum(chunk.AsSpan(4..^4)));
        return chunk;
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
