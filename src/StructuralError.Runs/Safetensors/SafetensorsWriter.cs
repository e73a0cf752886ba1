using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace StructuralError.Runs.Safetensors;

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
        using var output = new BufferedOutput(write);
        byte[] header = Header(ordered);
        BinaryPrimitives.WriteUInt64LittleEndian(output.Take(SafetensorsHeader.LengthBytes), (ulong)header.Length);
        foreach (byte character in header)
        {
            output.Take(1)[0] = character;
        }

        foreach (Tensor tensor in ordered)
        {
            WriteValues(tensor, output);
        }

        output.Flush();
    }

    private static void Check(Tensor[] tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Tensor tensor in tensors)
        {
            string? fault = tensor.Name == SafetensorsHeader.MetadataName || !names.Add(tensor.Name) ? "is there twice or is no name for a tensor"
                : tensor.Type != TensorType.F32 && tensor.Type != TensorType.F64 ? $"is of type {tensor.Type}; F32 and F64 are written"
                : tensor.Shape.Aggregate(1L, (product, size) => checked(product * size)) != tensor.Values.Length
                    ? $"has {tensor.Values.Length} values, which are not of shape [{string.Join(", ", tensor.Shape)}]"
                : null;
            if (fault is not null)
            {
                throw new ArgumentException($"'{tensor.Name}' {fault}", nameof(tensors));
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

    private static void WriteValues(Tensor tensor, BufferedOutput output)
    {
        bool isSingle = tensor.Type == TensorType.F32;
        foreach (double value in tensor.Values.Span)
        {
            if (isSingle)
            {
                BinaryPrimitives.WriteSingleLittleEndian(output.Take(sizeof(float)), (float)value);
            }
            else
            {
                BinaryPrimitives.WriteDoubleLittleEndian(output.Take(sizeof(double)), value);
            }
        }
    }

    /// <summary>Makes large pieces of small ones.</summary>
    private sealed class BufferedOutput(Action<ReadOnlySpan<byte>> write) : IDisposable
    {
        private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        private int _count;

        /// <summary>Room for the next bytes.</summary>
        public Span<byte> Take(int count)
        {
            if (_buffer.Length - _count < count)
            {
                Flush();
            }

            _count += count;
            return _buffer.AsSpan(_count - count, count);
        }

        public void Flush()
        {
            write(_buffer.AsSpan(0, _count));
            _count = 0;
        }

        public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
    }
}

/// <summary>Numbers to be written under a name.</summary>
/// <param name="Type"><see cref="TensorType.F32"/> or <see cref="TensorType.F64"/>. Float32 numbers are exact in float64, so nothing is lost by either.</param>
/// <param name="Shape">Row-major; its product is the number of values.</param>
public sealed record Tensor(string Name, TensorType Type, ImmutableArray<int> Shape, ReadOnlyMemory<double> Values);
