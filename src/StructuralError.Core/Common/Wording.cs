using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace StructuralError.Core.Common;

/// <summary>How messages about model files quote and list things.</summary>
internal static class Wording
{
    private const int LongestQuote = 60;

    public static string List(IEnumerable<string> names) => string.Join(", ", names);

    /// <summary>"; did you mean 'relu'?" without the final mark, or nothing.</summary>
    public static string Nearest(string name, IEnumerable<string> candidates) =>
        Suggestion.Nearest(name, candidates) is string near ? $" (did you mean '{near}'?)" : string.Empty;

    /// <summary>A word of the user's in quotes: shortened where it is long, without control characters.</summary>
    public static string Quote(string text)
    {
        string shown = text.Length <= LongestQuote ? text : string.Concat(text.AsSpan(0, LongestQuote), "…");
        return $"'{string.Concat(shown.Select(letter => char.IsControl(letter) ? '\uFFFD' : letter))}'";
    }

    /// <summary>What stands at a place: a value as it is written, or the kind of thing.</summary>
    public static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => Quote(element.GetString()!),
        JsonValueKind.Number => element.GetRawText() is { Length: > LongestQuote } raw ? string.Concat(raw.AsSpan(0, LongestQuote), "…") : element.GetRawText(),
        _ => element.GetRawText(),
    };

    public static string Number(BigInteger value) => value.ToString(value < 1_000_000_000_000_000 ? "N0" : "E2", CultureInfo.InvariantCulture);
}
