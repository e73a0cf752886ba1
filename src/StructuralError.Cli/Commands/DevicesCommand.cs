using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Reporting.Listings;

namespace StructuralError.Cli.Commands;

/// <summary><c>devices</c>: what there is to compute on, and why something cannot be used.</summary>
internal static class DevicesCommand
{
    public static Command Create(CliContext context)
    {
        Option<bool> json = Options.Flag("--json", "print one JSON document");
        return new Command("devices", "List what can compute: the processor and its accelerators, with a reason for each that cannot be used.") { json }
            .WithAction(result =>
            {
                var found = new DeviceListing(context.Services.Engines);
                context.Print(result.GetValue(json), found.ToJson, found.Lines);
            });
    }
}
