using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace StructuralError.Reporting.Exports.TensorBoard;

/// <summary>A message in the wire format of Protocol Buffers, field after field. Only what event files need.</summary>
/// <remarks>https://protobuf.dev/programming-guides/encoding: a field is its number and wire type, then its value.</remarks>
internal sealed class ProtobufMessage
{
    private const int VarintType = 0;
    private const int Fixed64Type = 1;
    private const int LengthType = 2;
    private const int Fixed32Type = 5;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>An integer, a flag or an enumeration, not negative.</summary>
    public ProtobufMessage Add(int field, long value)
    {
        Tag(field, VarintType);
        Varint((ulong)value);
        return this;
    }

    public ProtobufMessage Add(int field, double value)
    {
        Tag(field, Fixed64Type);
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.GetSpan(sizeof(double)), value);
        _bytes.Advance(sizeof(double));
        return this;
    }

    public ProtobufMessage Add(int field, float value)
    {
        Tag(field, Fixed32Type);
        BinaryPrimitives.WriteSingleLittleEndian(_bytes.GetSpan(sizeof(float)), value);
        _bytes.Advance(sizeof(float));
        return this;
    }

    public ProtobufMessage Add(int field, string text) => Add(field, Encoding.UTF8.GetBytes(text));

    public ProtobufMessage Add(int field, ProtobufMessage part) => Add(field, part.Bytes);

    private ProtobufMessage Add(int field, ReadOnlySpan<byte> bytes)
    {
        Tag(field, LengthType);
        Varint((ulong)bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    private void Tag(int field, int type) => Varint(((ulong)field << 3) | (uint)type);

    private void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            _bytes.Write([(byte)((value & 0x7F) | 0x80)]);
            value >>= 7;
        }

        _bytes.Write([(byte)value]);
    }
}
