using StructuralError.Cli.Devices;
using StructuralError.Core.Engines;

namespace StructuralError.Cli.Replicas;

/// <summary>The device that was chosen for all runs together.</summary>
internal sealed class ChosenDevice(DeviceChoice device) : IDeviceSelection
{
    public DeviceChoice Choose(DeviceRequest request, DeviceRequest? begunOn = null) => device;
}
