using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace StructuralError.Safetensors;

/// <summary>
/// Writes safetensors files: the same tensors give the same bytes. Tensors are ordered by falling alignment of their type, then by name, and the header is
/// padded with blanks to a multiple of eight bytes, as the format's own writer does.
/// </summary>
public static class SafetensorsWriter
{
    private const int Alignment = 8;
    private const int BufferSize = 1 << 16;

    /// <param name="write">Is given the file's bytes, piece by piece.</param>
    /// <exception cref="ArgumentException">A name twice, a shape that is not its values', or a type that is neither F32 nor F64.</exception>
    public static void Write(IEnumerable<Tensor> tensors, Action<ReadOnlySpan<byte>> write)
    {
        Tensor[] ordered = [.. tensors.OrderByDescending(tensor => TensorType.All.IndexOf(tensor.Type)).ThenBy(tensor => tensor.Name, StringComparer.Ordinal)];
        Check(ordered);
        byte[] header = Header(ordered);
        byte[] buffer = new byte[BufferSize];
        BinaryPrimitives.WriteUInt64LittleEndian(buffer, (ulong)header.Length);
        write(buffer.AsSpan(0, SafetensorsHeader.LengthBytes));
        write(header);
        foreach (Tensor tensor in ordered)
        {
            WriteValues(tensor, buffer, write);
        }
    }

    private static void Check(Tensor[] tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Tensor tensor in tensors)
        {
            if (tensor.Name == SafetensorsHeader.MetadataName || !names.Add(tensor.Name))
            {
                throw new ArgumentException($"'{tensor.Name}' is there twice or is no name for a tensor", nameof(tensors));
            }

            if (tensor.Type != TensorType.F32 && tensor.Type != TensorType.F64)
            {
                throw new ArgumentException($"'{tensor.Name}' is of type {tensor.Type}; F32 and F64 are written", nameof(tensors));
            }

            if (tensor.Shape.Aggregate(1L, (product, size) => checked(product * size)) != tensor.Values.Length)
            {
                throw new ArgumentException($"'{tensor.Name}' has {tensor.Values.Length} values, which are not of shape [{string.Join(", ", tensor.Shape)}]", nameof(tensors));
            }
        }
    }

    private static byte[] Header(Tensor[] tensors)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            long begin = 0;
            writer.WriteStartObject();
            foreach (Tensor tensor in tensors)
            {
                long end = checked(begin + ((long)tensor.Values.Length * (tensor.Type.Bits / 8)));
                writer.WriteStartObject(tensor.Name);
                writer.WriteString("dtype", tensor.Type.Name);
                WriteWhole(writer, "shape", tensor.Shape.Select(size => (long)size));
                WriteWhole(writer, "data_offsets", [begin, end]);
                writer.WriteEndObject();
                begin = end;
            }

            writer.WriteEndObject();
        }

        stream.Write(Encoding.ASCII.GetBytes(new string(' ', (int)((Alignment - (stream.Length % Alignment)) % Alignment))));
        return stream.ToArray();
    }

    private static void WriteWhole(Utf8JsonWriter writer, string name, IEnumerable<long> values)
    {
        writer.WriteStartArray(name);
        foreach (long value in values)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }

    private static void WriteValues(Tensor tensor, byte[] buffer, Action<ReadOnlySpan<byte>> write)
    {
        int width = tensor.Type.Bits / 8, capacity = buffer.Length / width;
        ReadOnlySpan<double> rest = tensor.Values.Span;
        while (rest.Length > 0)
        {
            int count = Math.Min(capacity, rest.Length);
            for (int i = 0; i < count; i++)
            {
                Span<byte> element = buffer.AsSpan(i * width, width);
                if (width == sizeof(float))
                {
                    BinaryPrimitives.WriteSingleLittleEndian(element, (float)rest[i]);
                }
                else
                {
                    BinaryPrimitives.WriteDoubleLittleEndian(element, rest[i]);
                }
            }

            write(buffer.AsSpan(0, count * width));
            rest = rest[count..];
        }
    }
}
