using System.Text.Json;

namespace StructuralError.Experiments.Specs;

/// <summary>A value as the user wrote it, before it is known what it should be.</summary>
/// <param name="Kind"><see cref="JsonValueKind.Undefined"/> for text from the command line, which may stand for anything.</param>
/// <param name="Text">The text; numbers as they were written.</param>
public readonly record struct SpecValue(JsonValueKind Kind, string Text)
{
    public static SpecValue FromText(string text) => new(JsonValueKind.Undefined, text);

    public static SpecValue FromJson(JsonElement element) => new(
        element.ValueKind,
        element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText());

    public bool MayBe(params ReadOnlySpan<JsonValueKind> kinds) => Kind == JsonValueKind.Undefined || kinds.Contains(Kind);

    /// <summary>As the user will recognise it.</summary>
    public override string ToString()
    {
        string shown = Text.Length > 60 ? string.Concat(Text.AsSpan(0, 57), "...") : Text;
        return Kind is JsonValueKind.Undefined or JsonValueKind.String ? $"'{shown}'" : shown;
    }
}
