using System.Buffers.Binary;
using System.Collections.Immutable;

namespace StructuralError.Runs.Safetensors;

/// <summary>A safetensors file that was read and found well-formed.</summary>
public sealed class SafetensorsFile
{
    private readonly ReadOnlyMemory<byte> _data;

    private SafetensorsFile(ReadOnlyMemory<byte> data, ImmutableArray<TensorEntry> tensors) => (_data, Tensors) = (data, tensors);

    /// <summary>In the order of their data.</summary>
    public ImmutableArray<TensorEntry> Tensors { get; }

    /// <param name="file">The whole file; it must not change afterwards.</param>
    /// <exception cref="SafetensorsException">It is not well-formed.</exception>
    public static SafetensorsFile Parse(ReadOnlyMemory<byte> file)
    {
        ImmutableArray<TensorEntry> tensors = SafetensorsHeader.Read(file, out int dataStart);
        return new SafetensorsFile(file[dataStart..], tensors);
    }

    /// <summary>Tensors that were found elsewhere.</summary>
    /// <param name="data">Their elements, little-endian; must not change afterwards.</param>
    internal static SafetensorsFile Of(ReadOnlyMemory<byte> data, ImmutableArray<TensorEntry> tensors) => new(data, tensors);

    /// <summary>The tensor of this name, or null.</summary>
    public TensorEntry? Find(string name) => Tensors.FirstOrDefault(tensor => tensor.Name == name);

    /// <summary>The numbers of a tensor of 64-bit integers.</summary>
    /// <inheritdoc cref="CopyTo(TensorEntry, Span{double})" path="/exception"/>
    public void CopyTo(TensorEntry tensor, Span<long> destination)
    {
        if (tensor.Type != TensorType.I64)
        {
            throw new SafetensorsException($"holds tensor '{tensor.Name}' as {tensor.Type}; I64 is wanted");
        }

        ReadOnlySpan<byte> bytes = Bytes(tensor, destination.Length, sizeof(long));
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(i * sizeof(long))..]);
        }
    }

    /// <summary>The numbers of a tensor of reals, as they are: narrow ones are widened, which is exact.</summary>
    /// <exception cref="SafetensorsException">The tensor is of another element type.</exception>
    /// <exception cref="ArgumentException">The length of <paramref name="destination"/> is not the tensor's number of elements.</exception>
    public void CopyTo(TensorEntry tensor, Span<double> destination)
    {
        if (!tensor.Type.IsReal)
        {
            throw new SafetensorsException($"holds tensor '{tensor.Name}' as {tensor.Type}; F16, BF16, F32 and F64 can be read");
        }

        int width = tensor.Type.Bits / 8;
        ReadOnlySpan<byte> bytes = Bytes(tensor, destination.Length, width);
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = Number(tensor.Type, bytes.Slice(i * width, width));
        }
    }

    /// <summary>The same numbers by other names, or some of them.</summary>
    /// <param name="tensors">Made from <see cref="Tensors"/>.</param>
    public SafetensorsFile With(IEnumerable<TensorEntry> tensors) => new(_data, [.. tensors]);

    private static double Number(TensorType type, ReadOnlySpan<byte> element) => type.Name switch
    {
        "F64" => BinaryPrimitives.ReadDoubleLittleEndian(element),
        "F32" => BinaryPrimitives.ReadSingleLittleEndian(element),
        "F16" => (double)BinaryPrimitives.ReadHalfLittleEndian(element),

        // The upper half of a float32.
        _ => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(element) << 16),
    };

    private ReadOnlySpan<byte> Bytes(TensorEntry tensor, int count, int width)
    {
        ReadOnlySpan<byte> bytes = _data.Span[(int)tensor.Begin..(int)tensor.End];
        return bytes.Length == (long)count * width
            ? bytes
            : throw new ArgumentException($"'{tensor.Name}' has {bytes.Length / width} elements, not {count}", nameof(tensor));
    }
}

/// <summary>A file that is not a well-formed safetensors file; the message ends a sentence that begins with the file's name.</summary>
public sealed class SafetensorsException(string message, Exception? inner = null) : Exception(message, inner);
