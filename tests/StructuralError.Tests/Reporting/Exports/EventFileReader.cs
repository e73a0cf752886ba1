using System.Text;

namespace StructuralError.Tests.Reporting.Exports;

/// <summary>
/// Reads event files of TensorBoard with nothing of the writer's code: TFRecord framing, CRC-32C bit by bit, and the wire format of Protocol Buffers.
/// </summary>
internal static class EventFileReader
{
    /// <summary>The data of each record, whose both checksums have been checked.</summary>
    public static IReadOnlyList<byte[]> Records(byte[] file)
    {
        List<byte[]> records = [];
        for (int at = 0; at < file.Length;)
        {
            int length = checked((int)BitConverter.ToUInt64(file, at));
            Require(Unmasked(BitConverter.ToUInt32(file, at + 8)) == Crc(file[at..(at + 8)]), "length");
            byte[] data = file[(at + 12)..(at + 12 + length)];
            Require(Unmasked(BitConverter.ToUInt32(file, at + 12 + length)) == Crc(data), "data");
            records.Add(data);
            at += length + 16;
        }

        return records;
    }

    /// <summary>The fields of a message, in order: a number is a long, a double or a float, anything with a length a byte[].</summary>
    public static IReadOnlyList<(int Field, object Value)> Message(byte[] data)
    {
        List<(int, object)> fields = [];
        int at = 0;
        while (at < data.Length)
        {
            long tag = Varint();
            fields.Add(((int)(tag >> 3), (tag & 7) switch
            {
                0 => Varint(),
                1 => BitConverter.ToDouble(Take(8)),
                2 => Take((int)Varint()),
                5 => BitConverter.ToSingle(Take(4)),
                long type => throw new InvalidDataException($"wire type {type}"),
            }));
        }

        return fields;

        long Varint()
        {
            long value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte part = data[at++];
                value |= (long)(part & 0x7F) << shift;
                if (part < 0x80)
                {
                    return value;
                }
            }
        }

        byte[] Take(int count)
        {
            byte[] part = data[at..(at + count)];
            at += count;
            return part;
        }
    }

    /// <summary>The one field of a number.</summary>
    public static T Only<T>(this byte[] message, int field) => (T)Message(message).Single(found => found.Field == field).Value;

    public static IEnumerable<byte[]> Parts(this byte[] message, int field) =>
        Message(message).Where(found => found.Field == field).Select(found => (byte[])found.Value);

    public static bool Has(this byte[] message, int field) => Message(message).Any(found => found.Field == field);

    public static string Text(this byte[] message, int field) => Encoding.UTF8.GetString(message.Only<byte[]>(field));

    /// <summary>CRC-32C (Castagnoli) as RFC 3720 defines it, a bit at a time.</summary>
    public static uint Crc(byte[] data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82F63B78u : 0);
            }
        }

        return ~crc;
    }

    private static uint Unmasked(uint masked)
    {
        uint rotated = unchecked(masked - 0xA282EAD8u);
        return (rotated >> 17) | (rotated << 15);
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidDataException($"the checksum of a record's {what} is wrong");
        }
    }
}
