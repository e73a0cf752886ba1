namespace StructuralError.Core.Engines;

/// <summary>The device that a run computes on, and why this one.</summary>
/// <param name="Device"><see cref="DeviceKind.Cpu"/>, or <see cref="DeviceKind.Cuda"/> with its number; never <see cref="DeviceKind.Auto"/>.</param>
/// <param name="Name">What its maker calls it; null for the processor, which a manifest names elsewhere.</param>
/// <param name="Reason">Why, for people, without a full stop: <c>no NVIDIA driver found</c>; null where it was asked for.</param>
public sealed record DeviceChoice(DeviceRequest Device, string? Name, string? Reason)
{
    /// <summary>The processor, because the user asked for it.</summary>
    public static DeviceChoice Cpu { get; } = new(DeviceRequest.Cpu, null, null);

    public bool IsCuda => Device.Kind == DeviceKind.Cuda;

    /// <summary><c>cuda:0 (NVIDIA H200; passed its self-check)</c>.</summary>
    public override string ToString()
    {
        string[] notes = [.. ((string?[])[Name, Reason]).OfType<string>()];
        return notes.Length == 0 ? Device.ToString() : $"{Device} ({string.Join("; ", notes)})";
    }
}
