using System.Buffers.Binary;
using System.Globalization;
using StructuralError.Core.Common;

namespace StructuralError.Experiments.Datasets;

/// <summary>
/// The start of an IDX file: <c>00 00 type ndim</c>, then <c>ndim</c> unsigned 32-bit big-endian dimensions.
/// </summary>
internal sealed record IdxHeader(IdxElementType ElementType, int[] Dimensions, int Length, int DataLength)
{
    public const int MaxDimensions = 4;
    public const int MaxLength = 4 + (4 * MaxDimensions);

    /// <summary>Bytes of the whole uncompressed file.</summary>
    public long FileLength => (long)Length + DataLength;

    /// <summary>Reads and checks the header.</summary>
    /// <param name="start">The first bytes of the content, <see cref="MaxLength"/> of them where there are as many.</param>
    /// <param name="limit">Most bytes the whole content can have: the file's length, or what a gzip file of its length can expand to.</param>
    /// <exception cref="UserErrorException">The header is malformed, or claims more than <paramref name="limit"/> bytes.</exception>
    public static IdxHeader Parse(string path, ReadOnlySpan<byte> start, long limit)
    {
        if (ForeignContent.Describe(start) is (string what, string remedy))
        {
            throw IdxError.Bad(path, what, remedy);
        }

        if (start.Length < 4)
        {
            throw IdxError.Bad(path, $"only {start.Length} bytes of content, too short for an IDX header (4 bytes and 4 per dimension)");
        }

        int ndim = start[3];
        IdxElementType type = CheckMagic(path, start);
        int length = 4 + (4 * ndim);
        if (start.Length < length)
        {
            throw IdxError.Bad(path, $"truncated within the header: {start.Length} bytes of content, the header alone takes {length}");
        }

        uint[] claimed = new uint[ndim];
        for (int i = 0; i < ndim; i++)
        {
            claimed[i] = BinaryPrimitives.ReadUInt32BigEndian(start[(4 + (4 * i))..]);
        }

        int dataLength = CheckSize(path, claimed, type, length, limit);
        return new IdxHeader(type, [.. claimed.Select(dimension => (int)dimension)], length, dataLength);
    }

    private static IdxElementType CheckMagic(string path, ReadOnlySpan<byte> start)
    {
        IdxElementType type = (IdxElementType)start[2];
        string bytes = FormattableString.Invariant($"{start[0]:x2} {start[1]:x2} {start[2]:x2} {start[3]:x2}");
        if (start[2] == 0 && start[3] == 0 && ((IdxElementType)start[1]).Size() > 0 && start[0] is >= 1 and <= MaxDimensions)
        {
            throw IdxError.Bad(path, $"the header is byte-swapped (starts with {bytes}): it was written little-endian, IDX is big-endian",
                "Write it again with big-endian numbers.");
        }

        if (start[0] != 0 || start[1] != 0)
        {
            throw IdxError.Bad(path, $"not an IDX file: it starts with {bytes}, IDX starts with 00 00, an element type and the number of dimensions");
        }

        if (type.Size() == 0)
        {
            throw IdxError.Bad(path,
                $"unknown element type 0x{start[2]:x2} in the header {bytes}; known are 08 (u8), 09 (i8), 0b (i16), 0c (i32), 0d (f32), 0e (f64)");
        }

        if (start[3] is 0 or > MaxDimensions)
        {
            throw IdxError.Bad(path, $"{start[3]} dimensions in the header {bytes}; 1 to {MaxDimensions} are supported");
        }

        return type;
    }

    private static int CheckSize(string path, uint[] dimensions, IdxElementType type, int headerLength, long limit)
    {
        string shape = $"[{string.Join(", ", dimensions)}]";
        if (dimensions.Contains(0u))
        {
            throw IdxError.Bad(path, $"holds zero items: its dimensions are {shape}");
        }

        // 2^32 to the fourth power times 8 does not fit even UInt128, and nothing above the limit matters.
        UInt128 size = dimensions.Aggregate((UInt128)type.Size(), (product, dimension) => product > long.MaxValue ? product : product * dimension);
        if (size + (UInt128)headerLength <= (UInt128)limit && size <= (UInt128)Array.MaxLength)
        {
            return (int)size;
        }

        if (dimensions.All(dimension => BinaryPrimitives.ReverseEndianness(dimension) < dimension))
        {
            IEnumerable<uint> swapped = dimensions.Select(BinaryPrimitives.ReverseEndianness);
            throw IdxError.Bad(path,
                $"the dimensions {shape} are byte-swapped: read little-endian they are [{string.Join(", ", swapped)}], but IDX is big-endian",
                "Write it again with big-endian numbers.");
        }

        string claim = size > long.MaxValue ? "more than 2^63" : size.ToString(CultureInfo.InvariantCulture);
        long room = Math.Max(0, limit - headerLength);
        throw size + (UInt128)headerLength > (UInt128)limit
            ? IdxError.Bad(path, $"truncated, or the header is wrong: dimensions {shape} claim {claim} bytes of data, the file can hold at most {room}")
            : IdxError.Bad(path, $"dimensions {shape} claim {claim} bytes of data; at most {Array.MaxLength} are supported", "Split it into smaller files.");
    }
}
