using System.Buffers.Binary;
using System.Text;

namespace StructuralError.Reporting.Figures.Typefaces;

/// <summary>A font without hints (OpenType specification 1.9, TrueType outlines): its glyphs, their widths, and the same font with fewer outlines.</summary>
internal sealed class TrueTypeFont
{
    // Entries of a table directory, and what stands before them.
    private const int DirectoryHead = 12;
    private const int DirectoryEntry = 16;

    private const uint Version = 0x00010000;
    private const uint ChecksumOfFile = 0xB1B0AFBA;

    private readonly byte[] _file;
    private readonly Dictionary<string, (int Offset, int Length)> _tables;
    private readonly Dictionary<int, ushort> _glyphs;

    public TrueTypeFont(byte[] file)
    {
        _file = file;
        _tables = Enumerable.Range(0, U16(4)).Select(i => DirectoryHead + (i * DirectoryEntry))
            .ToDictionary(entry => Encoding.ASCII.GetString(file, entry, 4), entry => (S32(entry + 8), S32(entry + 12)), StringComparer.Ordinal);
        _glyphs = CharacterMap();
    }

    /// <summary>In 1/1000 of the font size, as all measures here.</summary>
    public double Ascent => InThousandths(S16(Table("hhea") + 4));

    /// <summary>Below 0.</summary>
    public double Descent => InThousandths(S16(Table("hhea") + 6));

    /// <summary>Left, bottom, right, top of all glyphs together.</summary>
    public IReadOnlyList<double> Box => [.. Enumerable.Range(0, 4).Select(i => InThousandths(S16(Table("head") + 36 + (2 * i))))];

    private int GlyphCount => U16(Table("maxp") + 4);

    /// <summary>The character's glyph; null where the font has none.</summary>
    public ushort? Glyph(Rune character) => _glyphs.TryGetValue(character.Value, out ushort glyph) ? glyph : null;

    /// <summary>The advance width.</summary>
    public double Width(ushort glyph)
    {
        int last = U16(Table("hhea") + 34) - 1;
        return InThousandths(U16(Table("hmtx") + (4 * Math.Min(glyph, last))));
    }

    /// <summary>A font file with the outlines of these glyphs and of those that they are made of. Numbers and widths of all glyphs stay.</summary>
    public byte[] Subset(IEnumerable<ushort> glyphs)
    {
        HashSet<ushort> kept = [0];
        foreach (ushort glyph in glyphs)
        {
            Keep(glyph, kept);
        }

        using MemoryStream outlines = new();
        byte[] places = new byte[4 * (GlyphCount + 1)];
        for (int glyph = 0; glyph < GlyphCount; glyph++)
        {
            outlines.Write(kept.Contains((ushort)glyph) ? Outline(glyph) : []);
            BinaryPrimitives.WriteInt32BigEndian(places.AsSpan(4 * (glyph + 1)), (int)outlines.Length);
        }

        byte[] head = Copy("head");

        // Places are of four bytes.
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(50), 1);
        head.AsSpan(8, 4).Clear();
        return Assemble(
            [("glyf", outlines.ToArray()), ("head", head), ("hhea", Copy("hhea")), ("hmtx", Copy("hmtx")), ("loca", places), ("maxp", Copy("maxp"))]);
    }

    private void Keep(ushort glyph, HashSet<ushort> kept)
    {
        ReadOnlySpan<byte> outline = Outline(glyph);
        if (!kept.Add(glyph) || outline.IsEmpty || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0)
        {
            return;
        }

        // A composite glyph: flags, glyph, two arguments of one or two bytes, then no scale, one, two or four.
        for (int at = 10, flags = 0x20; (flags & 0x20) != 0;)
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(outline[at..]);
            Keep(BinaryPrimitives.ReadUInt16BigEndian(outline[(at + 2)..]), kept);
            at += 4 + ((flags & 1) != 0 ? 4 : 2) + ((flags & 0x08) != 0 ? 2 : (flags & 0x40) != 0 ? 4 : (flags & 0x80) != 0 ? 8 : 0);
        }
    }

    private ReadOnlySpan<byte> Outline(int glyph)
    {
        int start = Place(glyph), end = Place(glyph + 1);
        return _file.AsSpan(Table("glyf") + start, end - start);
    }

    private int Place(int glyph)
    {
        bool isLong = U16(Table("head") + 50) == 1;
        return isLong ? S32(Table("loca") + (4 * glyph)) : 2 * U16(Table("loca") + (2 * glyph));
    }

    /// <summary>The Windows table of the characters below U+10000 (format 4).</summary>
    private Dictionary<int, ushort> CharacterMap()
    {
        int maps = Table("cmap");
        int map = Enumerable.Range(0, U16(maps + 2)).Select(i => maps + 4 + (8 * i)).Where(entry => (U16(entry), U16(entry + 2)) == (3, 1))
            .Select(entry => maps + S32(entry + 4)).Single(at => U16(at) == 4);
        int size = U16(map + 6), ends = map + 14, starts = ends + size + 2, deltas = starts + size, ranges = deltas + size;
        var glyphs = new Dictionary<int, ushort>();
        for (int segment = 0; segment < size; segment += 2)
        {
            int first = U16(starts + segment), range = U16(ranges + segment);
            for (int code = first; code <= U16(ends + segment); code++)
            {
                int glyph = range == 0 ? code : U16(ranges + segment + range + (2 * (code - first)));
                if (glyph != 0 && unchecked((ushort)(glyph + U16(deltas + segment))) is var number and not 0)
                {
                    glyphs[code] = number;
                }
            }
        }

        return glyphs;
    }

    /// <param name="tables">In the order of their names, which is that of the directory.</param>
    private static byte[] Assemble((string Name, byte[] Content)[] tables)
    {
        int power = 1 << int.Log2(tables.Length), offset = DirectoryHead + (tables.Length * DirectoryEntry), headOffset = 0;
        byte[] file = new byte[offset + tables.Sum(table => Padded(table.Content.Length))];
        BinaryPrimitives.WriteUInt32BigEndian(file, Version);
        ushort[] search =
            [(ushort)tables.Length, (ushort)(power * DirectoryEntry), (ushort)int.Log2(power), (ushort)((tables.Length - power) * DirectoryEntry)];
        for (int i = 0; i < search.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(4 + (2 * i)), search[i]);
        }

        for (int i = 0; i < tables.Length; i++)
        {
            (string name, byte[] content) = tables[i];
            content.CopyTo(file, offset);
            Span<byte> entry = file.AsSpan(DirectoryHead + (i * DirectoryEntry), DirectoryEntry);
            Encoding.ASCII.GetBytes(name, entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], Checksum(file.AsSpan(offset, Padded(content.Length))));
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], offset);
            BinaryPrimitives.WriteInt32BigEndian(entry[12..], content.Length);
            headOffset = name == "head" ? offset : headOffset;
            offset += Padded(content.Length);
        }

        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(headOffset + 8), unchecked(ChecksumOfFile - Checksum(file)));
        return file;
    }

    private static uint Checksum(ReadOnlySpan<byte> words)
    {
        uint sum = 0;
        for (; !words.IsEmpty; words = words[4..])
        {
            sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(words));
        }

        return sum;
    }

    private static int Padded(int length) => (length + 3) & ~3;

    private byte[] Copy(string table) => _file.AsSpan(_tables[table].Offset, _tables[table].Length).ToArray();

    private int Table(string name) => _tables[name].Offset;

    private double InThousandths(int value) => value * 1000.0 / U16(Table("head") + 18);

    private ushort U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(_file.AsSpan(at));

    private short S16(int at) => BinaryPrimitives.ReadInt16BigEndian(_file.AsSpan(at));

    private int S32(int at) => BinaryPrimitives.ReadInt32BigEndian(_file.AsSpan(at));
}
