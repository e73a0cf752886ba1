namespace StructuralError.Reporting.Listings;

/// <summary>A device in <c>devices --json</c>.</summary>
/// <param name="Problem">Why it is not usable.</param>
internal sealed record DeviceEntry(string Device, string Name, long MemoryBytes, string Architecture, int Units, bool Usable, string? Problem);
