using StructuralError.Core.Engines;
using StructuralError.Runs.Directories;

namespace StructuralError.Experiments.Devices;

/// <summary>What an unfinished run was begun on.</summary>
public static class RunDevice
{
    /// <returns>Null where there is none, or its manifest does not say.</returns>
    public static DeviceRequest? Of(RunInspection found) =>
        found.State.IsUnfinished() && found.Manifest?.Engine?.Device is { } device ? DeviceRequest.Parse(device) : null;
}
