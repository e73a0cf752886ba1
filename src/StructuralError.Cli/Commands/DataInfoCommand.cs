using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Core.Data;
using StructuralError.Experiments.Datasets;
using StructuralError.Reporting.Listings;

namespace StructuralError.Cli.Commands;

/// <summary><c>data info</c>: what a data set holds.</summary>
internal static class DataInfoCommand
{
    public static Command Create(CliContext context)
    {
        Option<string> dataset = new("--dataset")
        {
            Description = "auto, mnist, digits, or a directory of IDX files.",
            DefaultValueFactory = _ => DatasetProvider.Auto,
            HelpName = "NAME|DIR",
        };
        (Option<string> dataDirectory, Option<string> mirror) = (DataCommand.DataDirectory(), DataCommand.Mirror());
        Option<bool> json = Options.Flag("--json", "One JSON document on standard output.");
        Command command = new("info", "Describe a data set: counts, shape, classes, mean pixel, hashes.") { dataset, dataDirectory, mirror, json };
        command.SetAction(result => context.Interruptible("; nothing was described.", cancellation => Run(
            context, result.GetValue(dataset)!, DataCommand.Places(result, dataDirectory, mirror), result.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(CliContext context, string dataset, DatasetOptions options, bool json, CancellationToken cancellation)
    {
        DatasetPair data;
        using (DataDownloadDisplay display = context.Downloads())
        {
            DatasetOptions reporting = options with { Warn = display.Warn, Download = options.Download with { Progress = display.Report } };
            data = DatasetProvider.LoadAsync(dataset, reporting, cancellation).GetAwaiter().GetResult();
        }

        var listing = new DatasetListing(data);
        context.Print(json, listing.ToJson, listing.Lines);
        return ExitCodes.Success;
    }
}
