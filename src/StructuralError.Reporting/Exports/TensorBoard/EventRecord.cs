using System.Buffers.Binary;
using System.Numerics;

namespace StructuralError.Reporting.Exports.TensorBoard;

/// <summary>
/// A record of a TFRecord file: its length (uint64), the masked CRC-32C of these eight bytes, the data, their masked CRC-32C; all little-endian.
/// </summary>
internal static class EventRecord
{
    private const int HeaderBytes = sizeof(ulong) + sizeof(uint);

    public static byte[] Of(ReadOnlySpan<byte> data)
    {
        byte[] record = [.. new byte[HeaderBytes], .. data, .. new byte[sizeof(uint)]];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(ulong)), MaskedCrc(record.AsSpan(0, sizeof(ulong))));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(HeaderBytes + data.Length), MaskedCrc(data));
        return record;
    }

    /// <summary>A CRC of data that hold their own CRC would say little; so the stored one is rotated and shifted by a constant of the format.</summary>
    private static uint MaskedCrc(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return unchecked(BitOperations.RotateRight(~crc, 15) + 0xA282EAD8u);
    }
}
