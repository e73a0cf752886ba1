using System.Globalization;

namespace StructuralError.Core.Engines;

public enum DeviceKind
{
    /// <summary>A CUDA device where one passes its self-check, otherwise the processor.</summary>
    Auto,
    Cpu,
    Cuda,
}

/// <summary>The device a user asks for: <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
/// <param name="Ordinal">The driver's number of a CUDA device; null for the first that can be used.</param>
public sealed record DeviceRequest(DeviceKind Kind, int? Ordinal = null)
{
    private const string CudaPrefix = "cuda:";

    public static DeviceRequest Auto { get; } = new(DeviceKind.Auto);

    public static DeviceRequest Cpu { get; } = new(DeviceKind.Cpu);

    /// <summary>Also reads what <see cref="EngineInfo.Device"/> says.</summary>
    public static DeviceRequest? Parse(string text) => text switch
    {
        "auto" => Auto,
        "cpu" => Cpu,
        "cuda" => new(DeviceKind.Cuda),
        _ when text.StartsWith(CudaPrefix, StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(CudaPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int ordinal) => new(DeviceKind.Cuda, ordinal),
        _ => null,
    };

    public override string ToString() => Ordinal is { } ordinal ? string.Create(CultureInfo.InvariantCulture, $"{CudaPrefix}{ordinal}") : Kind.ToString().ToLowerInvariant();
}
