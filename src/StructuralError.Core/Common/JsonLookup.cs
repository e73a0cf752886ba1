using System.Globalization;
using System.Text.Json;

namespace StructuralError.Core.Common;

/// <summary>Reads single values of a document whose parts may be missing or of another kind; such a value is null.</summary>
public static class JsonLookup
{
    /// <summary>The element at the end of a path of names; of kind <see cref="JsonValueKind.Undefined"/> where there is none.</summary>
    public static JsonElement At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (string name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return default;
            }
        }

        return element;
    }

    public static string? TextAt(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;

    public static long? WholeAt(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Number } found && found.TryGetInt64(out long value) ? value : null;

    /// <summary>A number, also one that is written as "NaN", "Infinity" or "-Infinity".</summary>
    public static double? RealAt(this JsonElement element, params ReadOnlySpan<string> path) => element.At(path) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out double value) => value,
        { ValueKind: JsonValueKind.String } text when text.GetString() is "NaN" or "Infinity" or "-Infinity" =>
            double.Parse(text.GetString()!, CultureInfo.InvariantCulture),
        _ => null,
    };
}
