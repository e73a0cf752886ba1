using StructuralError.Core.Engines;
using StructuralError.Runs.Directories;

namespace StructuralError.Experiments.Devices;

/// <summary>What the unfinished run in a directory was begun on.</summary>
public static class RunDevice
{
    /// <returns>Null where there is none, or its manifest does not say.</returns>
    public static DeviceRequest? Of(string runDirectory) =>
        RunInspection.Of(runDirectory) is { State: RunState.Unfinished, Manifest.Engine.Device: { } device } ? DeviceRequest.Parse(device) : null;
}
