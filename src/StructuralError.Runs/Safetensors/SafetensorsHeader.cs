using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using StructuralError.Core.Common;

namespace StructuralError.Runs.Safetensors;

/// <summary>
/// The header of a safetensors file: eight bytes of length N, little-endian, then N bytes of JSON. Strict, as the format's own reader is: every name once,
/// tensors without hole or overlap, sizes that fit their shape, and not one byte of data more or less.
/// Source: https://github.com/huggingface/safetensors, README.
/// </summary>
internal static class SafetensorsHeader
{
    public const string MetadataName = "__metadata__";

    /// <summary>Bytes of the length in front.</summary>
    public const int LengthBytes = 8;

    /// <summary>Longest header that readers accept, in bytes.</summary>
    public const int MaximumLength = 100_000_000;

    // { name: { "shape": [ … ] } }
    private const int Depth = 3;

    /// <param name="file">The whole file.</param>
    /// <param name="dataStart">Where the data begin.</param>
    /// <returns>The tensors in the order of their data.</returns>
    /// <exception cref="SafetensorsException">Anything wrong.</exception>
    public static ImmutableArray<TensorEntry> Read(ReadOnlyMemory<byte> file, out int dataStart)
    {
        if (file.Length < LengthBytes)
        {
            throw new SafetensorsException($"has {file.Length} bytes, too few for a safetensors file");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file.Span);
        if (length > MaximumLength || length > (ulong)(file.Length - LengthBytes))
        {
            throw new SafetensorsException(
                $"announces a header of {length} bytes, but has {file.Length - LengthBytes} bytes after the length and a header may have "
                    + $"{MaximumLength} at most; it is cut off or no safetensors file");
        }

        dataStart = LengthBytes + (int)length;
        ReadOnlyMemory<byte> json = file[LengthBytes..dataStart];
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = Depth });
            return Read(document.RootElement, file.Length - dataStart);
        }
        catch (JsonException exception)
        {
            throw new SafetensorsException($"has a header that is not valid JSON: {JsonFault.Words(exception)}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // What a name or a value throws that is not UTF-8, or half of a surrogate pair.
            throw new SafetensorsException($"has a header with a text that is not valid: {exception.Message}", exception);
        }
    }

    private static ImmutableArray<TensorEntry> Read(JsonElement root, long dataLength)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new SafetensorsException("has a header that is not a JSON object");
        }

        List<TensorEntry> entries = [];
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (property.NameEquals(MetadataName))
            {
                RequireTexts(property.Value);
            }
            else
            {
                entries.Add(ReadEntry(property.Name, property.Value));
            }
        }

        // Tensors without elements share their place with the next one.
        entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        long expected = 0;
        foreach (TensorEntry entry in entries)
        {
            if (entry.Begin != expected)
            {
                throw new SafetensorsException(
                    $"places tensor '{entry.Name}' at byte {entry.Begin}, where {expected} was expected: the data have a hole or overlap");
            }

            expected = entry.End;
        }

        return expected == dataLength
            ? [.. entries]
            : throw new SafetensorsException($"has {dataLength} bytes of data, its header describes {expected}");
    }

    /// <exception cref="InvalidOperationException">A name or a text is not valid.</exception>
    private static void RequireTexts(JsonElement metadata)
    {
        if (metadata.ValueKind != JsonValueKind.Object || metadata.EnumerateObject().Any(property => property.Value.ValueKind != JsonValueKind.String))
        {
            throw new SafetensorsException($"has a {MetadataName} that is not an object of texts");
        }

        foreach (JsonProperty property in metadata.EnumerateObject())
        {
            _ = (property.Name, property.Value.GetString());
        }
    }

    private static TensorEntry ReadEntry(string name, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("dtype", out JsonElement dtype)
            || !element.TryGetProperty("shape", out JsonElement shape) || !element.TryGetProperty("data_offsets", out JsonElement offsets))
        {
            throw new SafetensorsException($"describes tensor '{name}' without dtype, shape or data_offsets");
        }

        if (TensorType.Find(dtype.ValueKind == JsonValueKind.String ? dtype.GetString() : null) is not { } type)
        {
            throw new SafetensorsException($"gives tensor '{name}' an element type that does not exist: {dtype.GetRawText()}");
        }

        ImmutableArray<long> sizes = ReadWhole(name, "shape", shape), range = ReadWhole(name, "data_offsets", offsets);
        if (range.Length != 2 || range[0] > range[1])
        {
            throw new SafetensorsException($"gives tensor '{name}' data_offsets that are not a begin and an end: {offsets.GetRawText()}");
        }

        return Bytes(type, sizes) == range[1] - range[0]
            ? new TensorEntry(name, type, sizes, range[0], range[1])
            : throw new SafetensorsException($"gives tensor '{name}' {range[1] - range[0]} bytes, which do not hold shape {TensorEntry.Text(sizes)} of {type}");
    }

    /// <summary>Bytes of a tensor; null where they are no whole number or too many for any file.</summary>
    private static long? Bytes(TensorType type, ImmutableArray<long> shape)
    {
        try
        {
            long bits = shape.Aggregate((long)type.Bits, (product, size) => checked(product * size));
            return bits % 8 == 0 ? bits / 8 : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static ImmutableArray<long> ReadWhole(string name, string field, JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array)
        {
            throw new SafetensorsException($"gives tensor '{name}' a {field} that is not a list: {array.GetRawText()}");
        }

        return [.. array.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out long value) && value >= 0
            ? value
            : throw new SafetensorsException(
                $"gives tensor '{name}' a {field} with {item.GetRawText()}, which is not a whole number from 0 to {long.MaxValue}"))];
    }
}
