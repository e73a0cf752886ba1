using System.Text.Json;

namespace StructuralError.Reporting.Html.Reading;

/// <summary>Lenient look-ups: what is not there, or is something else, is null.</summary>
internal static class JsonFacts
{
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member) ? member : default;

    /// <summary>A text as it is, a number or flag in JSON's words, nothing for what has parts or is empty.</summary>
    public static string? Words(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => string.IsNullOrWhiteSpace(element.GetString()) ? null : element.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        _ => null,
    };

    public static long? Whole(this JsonElement element) => element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long value) ? value : null;

    public static double? Real(this JsonElement element) => element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double value) ? value : null;

    public static bool? Flag(this JsonElement element) => element.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    /// <summary>The members that are words, in order.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Pairs(this JsonElement element) => element.ValueKind != JsonValueKind.Object
        ? []
        : [.. element.EnumerateObject().Where(member => member.Value.Words() is not null).Select(member => KeyValuePair.Create(member.Name, member.Value.Words()!))];

    /// <summary>The items that are words, in order.</summary>
    public static IReadOnlyList<string> List(this JsonElement element) => element.ValueKind != JsonValueKind.Array
        ? []
        : [.. element.EnumerateArray().Select(item => item.Words() ?? "").ToArray()];
}
