namespace StructuralError.Core.Engines;

/// <summary>The device that a run computes on, and why this one.</summary>
/// <param name="Device">Never <c>auto</c>; an accelerator's with its number.</param>
/// <param name="Name">What its maker calls it; null for the processor, which a manifest names elsewhere.</param>
/// <param name="Reason">Why, for people, without a full stop: <c>no NVIDIA driver found</c>; null where it was asked for.</param>
/// <param name="IsAccelerator">Whether it is another device than the processor.</param>
public sealed record DeviceChoice(DeviceRequest Device, string? Name, string? Reason, bool IsAccelerator)
{
    /// <summary><c>cuda:0 (NVIDIA H200; passed its self-check)</c>.</summary>
    public override string ToString()
    {
        string[] notes = [.. ((string?[])[Name, Reason]).OfType<string>()];
        return notes.Length == 0 ? Device.ToString() : $"{Device} ({string.Join("; ", notes)})";
    }
}
