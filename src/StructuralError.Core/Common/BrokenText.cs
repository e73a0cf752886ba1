using System.Text.Json;

namespace StructuralError.Core.Common;

/// <summary>
/// JSON may escape half a surrogate pair, or hold bytes that are not UTF-8; System.Text.Json parses it and throws only when the text is asked for.
/// </summary>
internal static class BrokenText
{
    /// <summary>JSON path of the first such name or value, or null.</summary>
    public static string? FindPath(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.String => IsBroken(element) ? path : null,
        JsonValueKind.Array => element.EnumerateArray().Select((item, index) => FindPath(item, $"{path}[{index}]")).FirstOrDefault(found => found is not null),
        JsonValueKind.Object => element.EnumerateObject()
            .Select(property => NameOf(property) is string name ? FindPath(property.Value, $"{path}[{Wording.Quote(name)}]") : path)
            .FirstOrDefault(found => found is not null),
        _ => null,
    };

    /// <summary>Whether there is such a name or value anywhere.</summary>
    public static bool IsIn(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => IsBroken(element),
        JsonValueKind.Array => element.EnumerateArray().Any(IsIn),
        JsonValueKind.Object => element.EnumerateObject().Any(property => NameOf(property) is null || IsIn(property.Value)),
        _ => false,
    };

    private static bool IsBroken(JsonElement element) => TextOf(element, value => value.GetString()) is null;

    private static string? NameOf(JsonProperty property) => TextOf(property, named => named.Name);

    private static string? TextOf<T>(T holder, Func<T, string?> read)
    {
        try
        {
            return read(holder);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
