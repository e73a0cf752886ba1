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
    /// <returns>Null where the text is not a word of lower-case letters, with or without a colon and a number.</returns>
    public static DeviceRequest? Parse(string text)
    {
        string[] parts = text.Split(':', 2);
        int ordinal = 0;
        bool isNamed = parts[0].Length > 0 && parts[0].All(char.IsAsciiLetterLower);
        bool isNumbered = parts.Length == 2;
        if (!isNamed || (isNumbered && (parts[0] == AutoKind || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out ordinal))))
        {
            return null;
        }

        return new DeviceRequest(parts[0], isNumbered ? ordinal : null);
    }

    public override string ToString() => Ordinal is { } ordinal ? string.Create(CultureInfo.InvariantCulture, $"{Kind}:{ordinal}") : Kind;
}
