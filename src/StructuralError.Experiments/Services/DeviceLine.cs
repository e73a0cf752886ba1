using System.Globalization;
using StructuralError.Core.Engines;

namespace StructuralError.Experiments.Services;

/// <summary>Says in one line what a run computes on, unless that is the processor because the user asked for it.</summary>
public static class DeviceLine
{
    public static void Say(Notices notices, DeviceRequest asked, DeviceChoice device)
    {
        ArgumentNullException.ThrowIfNull(notices);
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(device);
        if (asked.IsAuto || device.IsAccelerator)
        {
            notices.Say($"device         {device}");
        }
    }

    /// <summary>Says that a device's memory does not hold all runs at once.</summary>
    public static void SayHeld(Notices notices, DeviceChoice device, int held, int runs)
    {
        ArgumentNullException.ThrowIfNull(notices);
        ArgumentNullException.ThrowIfNull(device);
        int groups = (runs + held - 1) / held;
        notices.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"device         the memory of {device.Device} holds {held} of these {runs} runs at a time: "
            + $"they are trained in {groups} groups, one after the other"));
    }
}
