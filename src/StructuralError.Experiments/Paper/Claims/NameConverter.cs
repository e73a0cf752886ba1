using System.Text.Json;
using System.Text.Json.Serialization;

namespace StructuralError.Experiments.Paper.Claims;

/// <summary>A value of an enumeration by its name in words.</summary>
public abstract class NameConverter<T>(Func<T, string> name) : JsonConverter<T>
    where T : struct, Enum
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? read = reader.GetString();
        T[] found = [.. Enum.GetValues<T>().Where(value => name(value) == read)];
        return found is [T value] ? value : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(name(value));
    }
}
