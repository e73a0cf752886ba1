using StructuralError.Core.Engines;

namespace StructuralError.Cli.Devices;

/// <summary>Says in one line what a run computes on, unless that is the processor because the user asked for it.</summary>
internal static class DeviceLine
{
    public static void Write(TextWriter messages, DeviceRequest asked, DeviceChoice device, bool quiet)
    {
        if (!quiet && asked.Kind != DeviceKind.Cpu)
        {
            messages.WriteLine($"device         {device}");
        }
    }

    /// <summary>Says that a device's memory does not hold all runs at once.</summary>
    public static void WriteHeld(TextWriter messages, DeviceChoice device, int held, int runs, bool quiet)
    {
        if (!quiet)
        {
            messages.WriteLine(FormattableString.Invariant(
                $"device         the memory of {device.Device} holds {held} of these {runs} runs at a time: they are trained in {(runs + held - 1) / held} groups, one after the other"));
        }
    }
}
