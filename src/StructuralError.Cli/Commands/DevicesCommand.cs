using System.CommandLine;
using System.Globalization;
using StructuralError.Cli.Common;
using StructuralError.Cli.Devices;
using StructuralError.Cli.Runs;
using StructuralError.Core.Engines;

namespace StructuralError.Cli.Commands;

/// <summary><c>devices</c>: what there is to compute on, and why something cannot be used.</summary>
internal static class DevicesCommand
{
    public static Command Create(CliContext context)
    {
        Option<bool> json = Options.Flag("--json", "print one JSON document");
        var command = new Command("devices", "List what can compute: the processor and its accelerators, with a reason for each that cannot be used.") { json };
        command.SetAction(result => Run(context, result.GetValue(json)));
        return command;
    }

    private static int Run(CliContext context, bool json)
    {
        DeviceInventory found = DeviceInventory.Take(context.Services.Engines);
        if (json)
        {
            context.Out.Write(found.ToJson());
            return ExitCodes.Success;
        }

        var table = new TextTable("DEVICE", "NAME", " MEMORY", "ARCHITECTURE", " UNITS", "USABLE");
        foreach (Device device in found.Devices)
        {
            string units = device.Units.ToString(CultureInfo.InvariantCulture);
            table.Add(device.Request.ToString(), device.Name, MemoryForecast.Text(device.MemoryBytes), device.Architecture, units, device.Problem ?? "yes");
        }

        table.Write(context.Out);
        foreach (string line in found.DriverLines)
        {
            context.Out.WriteLine(line);
        }

        return ExitCodes.Success;
    }
}
