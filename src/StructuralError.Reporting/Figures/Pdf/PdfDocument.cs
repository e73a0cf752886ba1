using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace StructuralError.Reporting.Figures.Pdf;

/// <summary>The objects of a PDF file, numbered from 1, and the file around them: header, cross-reference table, trailer.</summary>
internal sealed class PdfDocument
{
    /// <summary>Each file begins with it.</summary>
    public static ReadOnlySpan<byte> Mark => "%PDF-1.7\n"u8;

    private readonly List<byte[]?> _objects = [];

    /// <summary>A number for an object that is set later, for what refers to it before.</summary>
    public int Reserve()
    {
        _objects.Add(null);
        return _objects.Count;
    }

    public void Set(int number, string content) => _objects[number - 1] = Encoding.Latin1.GetBytes(content);

    /// <returns>Its number.</returns>
    public int Add(string content)
    {
        int number = Reserve();
        Set(number, content);
        return number;
    }

    /// <summary>A compressed stream (FlateDecode).</summary>
    /// <param name="more">Of its dictionary.</param>
    public int AddStream(byte[] content, string more = "")
    {
        using MemoryStream compressed = new();
        using (ZLibStream zlib = new(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(content);
        }

        byte[] head = Encoding.Latin1.GetBytes($"<</Filter/FlateDecode{more}/Length {Text(compressed.Length)}>>stream\n");
        _objects.Add([.. head, .. compressed.ToArray(), .. "\nendstream"u8]);
        return _objects.Count;
    }

    /// <exception cref="InvalidOperationException">A reserved object was never set.</exception>
    public byte[] ToBytes(int catalog, int info)
    {
        using MemoryStream file = new();

        // The comment of four high bytes tells programs that move files that this one is not text (7.5.2).
        file.Write([.. Mark, .. "%\u00E2\u00E3\u00CF\u00D3\n".Select(character => (byte)character)]);
        List<long> offsets = [];
        for (int i = 0; i < _objects.Count; i++)
        {
            offsets.Add(file.Position);
            Write(file, $"{Text(i + 1)} 0 obj\n");
            file.Write(_objects[i] ?? throw new InvalidOperationException($"Object {i + 1} was reserved and never set."));
            Write(file, "\nendobj\n");
        }

        long table = file.Position;

        // Every entry is 20 bytes, the line's end among them (7.5.4).
        Write(file, $"xref\n0 {Text(offsets.Count + 1)}\n0000000000 65535 f \n");
        foreach (long offset in offsets)
        {
            Write(file, offset.ToString("0000000000", CultureInfo.InvariantCulture) + " 00000 n \n");
        }

        Write(file, $"trailer\n<</Size {Text(offsets.Count + 1)}/Root {Text(catalog)} 0 R/Info {Text(info)} 0 R>>\nstartxref\n{Text(table)}\n%%EOF\n");
        return file.ToArray();
    }

    private static void Write(Stream file, string text) => file.Write(Encoding.Latin1.GetBytes(text));

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
