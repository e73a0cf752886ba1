using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;

namespace StructuralError.Tests.Oracle;

/// <summary>One tensor of a safetensors file, row-major, widened to float64 (exact for F32 and for the small I64 labels used here).</summary>
public sealed record StoredTensor(string Type, ImmutableArray<int> Shape, double[] Values);

/// <summary>Reads a safetensors file: eight bytes of header length (little-endian), a JSON header, the raw data. Element types F32, F64 and I64.</summary>
public sealed class SafeTensors
{
    private readonly Dictionary<string, StoredTensor> _tensors = [];

    private SafeTensors(byte[] file)
    {
        int headerLength = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file));
        ReadOnlySpan<byte> data = file.AsSpan(8 + headerLength);
        using var header = JsonDocument.Parse(file.AsMemory(8, headerLength));
        foreach (JsonProperty entry in header.RootElement.EnumerateObject())
        {
            if (entry.Name != "__metadata__")
            {
                _tensors.Add(entry.Name, Read(entry, data));
            }
        }
    }

    public IReadOnlyCollection<string> Names => _tensors.Keys;

    /// <exception cref="KeyNotFoundException">The file holds no tensor of this name.</exception>
    public StoredTensor this[string name] => _tensors[name];

    /// <param name="name">File name below the test project's <c>Reference</c> folder.</param>
    public static SafeTensors Open(string name) => new(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Reference", name)));

    /// <param name="path">Any file.</param>
    public static SafeTensors OpenFile(string path) => new(File.ReadAllBytes(path));

    private static StoredTensor Read(JsonProperty entry, ReadOnlySpan<byte> data)
    {
        string type = entry.Value.GetProperty("dtype").GetString()!;
        ImmutableArray<int> shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
        int begin = entry.Value.GetProperty("data_offsets")[0].GetInt32();
        int end = entry.Value.GetProperty("data_offsets")[1].GetInt32();
        int width = type == "F32" ? 4 : 8;
        double[] values = new double[shape.Aggregate(1, (product, size) => product * size)];
        if (end - begin != values.Length * width)
        {
            throw new InvalidDataException($"{entry.Name}: {end - begin} bytes do not hold {values.Length} values of type {type}.");
        }

        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> element = data.Slice(begin + (i * width), width);
            values[i] = type switch
            {
                "F32" => BinaryPrimitives.ReadSingleLittleEndian(element),
                "F64" => BinaryPrimitives.ReadDoubleLittleEndian(element),
                "I64" => BinaryPrimitives.ReadInt64LittleEndian(element),
                _ => throw new InvalidDataException($"{entry.Name}: element type {type} is not read here."),
            };
        }

        return new StoredTensor(type, shape, values);
    }
}
