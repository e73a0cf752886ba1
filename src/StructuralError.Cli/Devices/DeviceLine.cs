using StructuralError.Engines;

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
}
