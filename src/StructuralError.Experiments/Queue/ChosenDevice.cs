using StructuralError.Core.Engines;
using StructuralError.Experiments.Devices;

namespace StructuralError.Experiments.Queue;

/// <summary>The device that was chosen for all runs together.</summary>
internal sealed class ChosenDevice(DeviceChoice device) : IDeviceSelection
{
    public DeviceChoice Choose(DeviceRequest request, DeviceRequest? begunOn = null) => device;
}
