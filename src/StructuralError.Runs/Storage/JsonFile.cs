using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StructuralError.Core.Common;

namespace StructuralError.Runs.Storage;

/// <summary>Reads the JSON files of a run directory, which may have been damaged or come from elsewhere.</summary>
public static class JsonFile
{
    /// <summary>A manifest of the largest network there can be takes a third of this.</summary>
    public const int MaximumBytes = 16 << 20;

    /// <summary>Reads strictly: a regular file of at most <see cref="MaximumBytes"/>, valid JSON in UTF-8, no name twice in an object.</summary>
    /// <param name="reason">Where null is returned: why, as the end of a sentence that starts with the file's name.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to read it.</exception>
    public static JsonDocument? Read(string path, out string reason)
    {
        using FileStream stream = RegularFile.OpenRead(path, bufferSize: 0);
        if (stream.Length > MaximumBytes)
        {
            reason = FormattableString.Invariant($"has {stream.Length} bytes, too many for such a file");
            return null;
        }

        byte[] content = new byte[stream.Length];
        int length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return Parse(content.AsMemory(0, length), out reason);
    }

    /// <summary>Reads a record as strictly; what it says must be of the kinds that the record has, and no list in it holds null.</summary>
    /// <inheritdoc cref="Read(string, out string)"/>
    public static T? Read<T>(string path, JsonTypeInfo<T> type, out string reason)
        where T : class
    {
        using JsonDocument? document = Read(path, out reason);
        try
        {
            if (document?.RootElement is { ValueKind: JsonValueKind.Object } root && !HasNullInList(root, type))
            {
                return root.Deserialize(type);
            }

            reason = document is null ? reason : "was not written by this program";
            return null;
        }
        catch (JsonException exception)
        {
            reason = $"has something else than this program writes at {exception.Path}";
            return null;
        }
    }

    /// <summary>
    /// Whether a list somewhere in it holds null, which records do not expect and which this program never writes. Members of a later version may hold what
    /// they like.
    /// </summary>
    internal static bool HasNullInList(JsonElement element, JsonTypeInfo type) => (element.ValueKind, type.Kind) switch
    {
        (JsonValueKind.Array, JsonTypeInfoKind.Enumerable) => element.EnumerateArray()
            .Any(item => item.ValueKind == JsonValueKind.Null || HasNullInList(item, type.ElementType!, type.Options)),
        (JsonValueKind.Object, JsonTypeInfoKind.Dictionary) => element.EnumerateObject()
            .Any(entry => HasNullInList(entry.Value, type.ElementType!, type.Options)),
        (JsonValueKind.Object, JsonTypeInfoKind.Object) => element.EnumerateObject()
            .Any(member => type.Properties.FirstOrDefault(known => known.Name == member.Name) is { } known
                && HasNullInList(member.Value, known.PropertyType, type.Options)),
        _ => false,
    };

    private static bool HasNullInList(JsonElement element, Type type, JsonSerializerOptions options) =>
        element.ValueKind is JsonValueKind.Array or JsonValueKind.Object && HasNullInList(element, options.GetTypeInfo(type));

    /// <inheritdoc cref="Read(string, out string)"/>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> utf8, out string reason)
    {
        reason = string.Empty;
        if (TextEncoding.Foreign(utf8.Span) is { } encoding)
        {
            reason = $"is {encoding} text; JSON is UTF-8";
            return null;
        }

        try
        {
            return ParseStrictly(utf8, new JsonDocumentOptions());
        }
        catch (JsonException exception)
        {
            // A name that is there twice is reported without a line.
            reason = exception.LineNumber is { } line
                ? FormattableString.Invariant($"is not valid JSON at line {line + 1}")
                : $"is not valid JSON: {JsonFault.Words(exception)}";
        }

        return null;
    }

    /// <summary>Parses JSON whose every text can be asked for, in which no object has a name twice.</summary>
    /// <exception cref="JsonException">It is not valid; without a line where the place is not known.</exception>
    internal static JsonDocument ParseStrictly(ReadOnlyMemory<byte> utf8, JsonDocumentOptions options)
    {
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(TextEncoding.WithoutMark(utf8), options with { AllowDuplicateProperties = false });
            if (!BrokenText.IsIn(document.RootElement))
            {
                return document;
            }
        }
        catch (InvalidOperationException)
        {
            // The search for names that stand twice met one that is no text.
        }

        document?.Dispose();
        throw new JsonException("a text in it is not valid UTF-8, or half a surrogate pair.");
    }
}
