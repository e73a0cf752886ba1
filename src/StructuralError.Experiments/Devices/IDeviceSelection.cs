using StructuralError.Core.Common;
using StructuralError.Core.Engines;

namespace StructuralError.Experiments.Devices;

/// <summary>Decides what a run computes on.</summary>
public interface IDeviceSelection
{
    /// <param name="request">What the user asks for.</param>
    /// <param name="begunOn">What an unfinished run that is to go on was begun on: <c>auto</c> keeps to the processor then. Null for a run that begins.</param>
    /// <exception cref="UserErrorException">A device was asked for by name and cannot be used (exit 69).</exception>
    DeviceChoice Choose(DeviceRequest request, DeviceRequest? begunOn = null);
}
