using System.Buffers.Binary;
using System.Collections.Immutable;

namespace StructuralError.Runs.Safetensors;

/// <summary>A safetensors file that was read and found well-formed.</summary>
public sealed class SafetensorsFile
{
    private readonly ReadOnlyMemory<byte> _data;

    private SafetensorsFile(ReadOnlyMemory<byte> data, ImmutableArray<TensorEntry> tensors, ImmutableSortedDictionary<string, string> metadata) =>
        (_data, Tensors, Metadata) = (data, tensors, metadata);

    /// <summary>In the order of their data.</summary>
    public ImmutableArray<TensorEntry> Tensors { get; }

    public ImmutableSortedDictionary<string, string> Metadata { get; }

    /// <param name="file">The whole file; it must not change afterwards.</param>
    /// <exception cref="SafetensorsException">It is not well-formed.</exception>
    public static SafetensorsFile Parse(ReadOnlyMemory<byte> file)
    {
        ImmutableArray<TensorEntry> tensors = SafetensorsHeader.Read(file, out int dataStart, out ImmutableSortedDictionary<string, string> metadata);
        return new SafetensorsFile(file[dataStart..], tensors, metadata);
    }

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

    /// <summary>The numbers of a float32 or float64 tensor, as they are.</summary>
    /// <exception cref="SafetensorsException">The tensor is of another element type.</exception>
    /// <exception cref="ArgumentException">The length of <paramref name="destination"/> is not the tensor's number of elements.</exception>
    public void CopyTo(TensorEntry tensor, Span<double> destination)
    {
        if (tensor.Type != TensorType.F32 && tensor.Type != TensorType.F64)
        {
            throw new SafetensorsException($"holds tensor '{tensor.Name}' as {tensor.Type}; F32 and F64 can be read");
        }

        int width = tensor.Type.Bits / 8;
        ReadOnlySpan<byte> bytes = Bytes(tensor, destination.Length, width);
        for (int i = 0; i < destination.Length; i++)
        {
            ReadOnlySpan<byte> element = bytes.Slice(i * width, width);
            destination[i] = width == sizeof(float) ? BinaryPrimitives.ReadSingleLittleEndian(element) : BinaryPrimitives.ReadDoubleLittleEndian(element);
        }
    }

    private ReadOnlySpan<byte> Bytes(TensorEntry tensor, int count, int width)
    {
        ReadOnlySpan<byte> bytes = _data.Span[(int)tensor.Begin..(int)tensor.End];
        return bytes.Length == (long)count * width
            ? bytes
            : throw new ArgumentException($"'{tensor.Name}' has {bytes.Length / width} elements, not {count}", nameof(tensor));
    }
}
