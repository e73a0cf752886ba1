using System.CommandLine;
using System.Globalization;
using System.Text;
using StructuralError.Cli.Common;
using StructuralError.Cli.Documents;
using StructuralError.Core.Data;
using StructuralError.Experiments.Datasets;

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

        DatasetStatistics train = DatasetStatistics.Of(data.Train);
        DatasetStatistics test = DatasetStatistics.Of(data.Test);
        context.Out.Write(json ? ToJson(data, train, test) : ToText(data, train, test));
        return ExitCodes.Success;
    }

    private static string ToText(DatasetPair data, DatasetStatistics train, DatasetStatistics test)
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"name        {data.Name}");
        text.AppendLine(CultureInfo.InvariantCulture, $"source      {data.Source}");
        text.AppendLine(CultureInfo.InvariantCulture, $"shape       {data.Train.SampleShape}");
        text.AppendLine(CultureInfo.InvariantCulture, $"samples     {data.Train.Count} train, {data.Test.Count} test");
        text.AppendLine(CultureInfo.InvariantCulture, $"mean pixel  {train.MeanPixel:F4} train, {test.MeanPixel:F4} test");
        text.AppendLine(CultureInfo.InvariantCulture,
            $"range       {train.SmallestPixel:G6} to {train.LargestPixel:G6} train, {test.SmallestPixel:G6} to {test.LargestPixel:G6} test");
        text.AppendLine("class       train   test");
        for (int c = 0; c < Math.Max(train.ClassCounts.Count, test.ClassCounts.Count); c++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{c,-8}{train.CountOf(c),9}{test.CountOf(c),7}");
        }

        text.Append("SHA-256");
        foreach ((string file, string sha256) in data.Sha256)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Environment.NewLine}  {sha256}  {file}");
        }

        return text.AppendLine().ToString();
    }

    private static string ToJson(DatasetPair data, DatasetStatistics train, DatasetStatistics test) => CliJson.WriteLine(new DatasetDocument(
        data.Name,
        data.Source,
        [data.Train.SampleShape.Channels, data.Train.SampleShape.Height, data.Train.SampleShape.Width],
        Entry(data.Train, train),
        Entry(data.Test, test),
        data.Sha256,
        data.Warnings)) + Environment.NewLine;

    private static SplitEntry Entry(Dataset data, DatasetStatistics statistics) =>
        new(data.Count, statistics.MeanPixel, statistics.SmallestPixel, statistics.LargestPixel, statistics.ClassCounts);
}
