using System.Globalization;

namespace StructuralError.Core.Engines;

/// <summary>The device a user asks for: <c>auto</c>, or the name of an engine's provider, as <c>cpu</c>, perhaps with a number, as <c>cuda:1</c>.</summary>
/// <param name="Kind"><see cref="AutoKind"/> or <see cref="IEngineProvider.Name"/>.</param>
/// <param name="Ordinal">The provider's number of the device; null for the first that can be used.</param>
public sealed record DeviceRequest(string Kind, int? Ordinal = null)
{
    public const string AutoKind = "auto";

    /// <summary>The first accelerator that passes its self-check, otherwise the processor.</summary>
    public static DeviceRequest Auto { get; } = new(AutoKind);

    public bool IsAuto => Kind == AutoKind;

    /// <summary>Also reads what <see cref="EngineInfo.Device"/> says. Whether there is such a provider is not looked at.</summary>
    /// <returns>Null where the text is not one word of lower-case letters or two, with or without a number, all with colons between them.</returns>
    public static DeviceRequest? Parse(string text)
    {
        string[] parts = text.Split(':', 4);
        int? ordinal = parts.Length > 1 && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
        string[] words = ordinal is null ? parts : parts[..^1];
        bool isNamed = words.Length <= 2 && words.All(word => word.Length > 0 && word.All(char.IsAsciiLetterLower));
        return isNamed && (words[0] != AutoKind || parts.Length == 1) ? new DeviceRequest(string.Join(':', words), ordinal) : null;
    }

    public override string ToString() => Ordinal is { } ordinal ? string.Create(CultureInfo.InvariantCulture, $"{Kind}:{ordinal}") : Kind;
}
