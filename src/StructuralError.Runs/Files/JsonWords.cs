using System.Text.Json;

namespace StructuralError.Runs.Files;

/// <summary>Values of a manifest in words.</summary>
public static class JsonWords
{
    /// <summary>A text as it is, a number or flag in JSON's words; null for what has parts or is empty.</summary>
    public static string? Word(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => string.IsNullOrWhiteSpace(element.GetString()) ? null : element.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        _ => null,
    };

    /// <summary>The values that are words, in order.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Pairs(this OrderedDictionary<string, JsonElement>? values) =>
        [.. (values ?? []).Where(value => value.Value.Word() is not null).Select(value => KeyValuePair.Create(value.Key, value.Value.Word()!))];
}
