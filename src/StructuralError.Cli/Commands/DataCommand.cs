using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Experiments.Datasets;
using StructuralError.Reporting.Listings;

namespace StructuralError.Cli.Commands;

/// <summary><c>data fetch|verify|info|digits</c>: the data sets by themselves.</summary>
internal static class DataCommand
{
    public static Command Create(CliContext context) => new("data", "Fetch, check, describe or draw data sets.")
    {
        Fetch(context), Verify(context), Info(context), Digits(context),
    };

    private static Option<string> DataDirectory() => Options.Text(
        "--data-dir", "DIR", "Directory of MNIST's four files, looked in before $MNIST_DIR and data/mnist; downloads go there.");

    private static Option<string> Mirror() => Options.Text(
        "--mirror", "URL", "Address of a directory with MNIST's four .gz files, tried before the known mirrors.");

    /// <summary>Where the options say that the data are.</summary>
    private static DatasetOptions Places(ParseResult result, Option<string> dataDirectory, Option<string>? mirror = null) => new()
    {
        DataDirectory = result.GetValue(dataDirectory),
        Download = new DownloadOptions { Mirror = mirror is not null && result.GetValue(mirror) is { } address ? DownloadOptions.ParseMirror(address) : null },
    };

    private static Command Fetch(CliContext context)
    {
        (Option<string> dataDirectory, Option<string> mirror) = (DataDirectory(), Mirror());
        return new Command("fetch", "Download MNIST (11 MB) and check it.") { dataDirectory, mirror }.WithAction(
            context, "; the files that are complete are kept.", (result, cancellation) =>
            {
                DatasetOptions options = Places(result, dataDirectory, mirror);
                IReadOnlyList<string> paths;
                using (DataDownloadDisplay display = context.Downloads())
                {
                    var downloader = new MnistDownloader(options.Download with { Progress = display.Report });
                    paths = downloader.FetchAsync(MnistLocator.DownloadDirectory(options), cancellation).GetAwaiter().GetResult();
                }

                context.Print(paths.Select(path => $"ok  {path}"));
            });
    }

    private static Command Verify(CliContext context)
    {
        Option<string> dataDirectory = DataDirectory();
        return new Command("verify", "Check the SHA-256 of MNIST's four files.") { dataDirectory }.WithAction(
            context, "; not all of the files were looked at.", (result, cancellation) =>
            {
                // A directory that is named is the one in question, even where a complete set lies elsewhere.
                DatasetOptions places = Places(result, dataDirectory);
                places = places.DataDirectory is null ? places : places with { DefaultDirectory = places.DataDirectory, Environment = _ => null };
                IReadOnlyList<MnistFileStatus> statuses = MnistVerifier.Verify(places, cancellation);
                context.Print(statuses.Select(status => $"{(status.IsRight ? "ok  " : "BAD ")} {status.File.Name}: {status.Description}"));
                if (statuses.Count(status => !status.IsRight) is > 0 and var wrong)
                {
                    throw new UserErrorException(
                        FailureKind.BadData,
                        $"MNIST is not complete: {wrong} of {statuses.Count} files are missing or wrong. Delete wrong files, then run 'data fetch'.");
                }
            });
    }

    private static Command Info(CliContext context)
    {
        Option<string> dataset = new("--dataset")
        {
            Description = "auto, mnist, digits, or a directory of IDX files.",
            DefaultValueFactory = _ => DatasetProvider.Auto,
            HelpName = "NAME|DIR",
        };
        (Option<string> dataDirectory, Option<string> mirror) = (DataDirectory(), Mirror());
        Option<bool> json = Options.Flag("--json", "One JSON document on standard output.");
        return new Command("info", "Describe a data set: counts, shape, classes, mean pixel, hashes.") { dataset, dataDirectory, mirror, json }.WithAction(
            context, "; nothing was described.", (result, cancellation) =>
            {
                DatasetOptions options = Places(result, dataDirectory, mirror);
                DatasetPair data;
                using (DataDownloadDisplay display = context.Downloads())
                {
                    DatasetOptions reporting = options with { Warn = display.Warn, Download = options.Download with { Progress = display.Report } };
                    data = DatasetProvider.LoadAsync(result.GetValue(dataset)!, reporting, cancellation).GetAwaiter().GetResult();
                }

                var listing = new DatasetListing(data);
                context.Print(result.GetValue(json), listing.ToJson, listing.Lines);
            });
    }

    private static Command Digits(CliContext context)
    {
        Option<string> directory = Options.Text("--out", "DIR", "Directory the four IDX files are written to.", required: true);
        Option<ulong> seed = new("--seed")
        {
            Description = "Seed of the drawing; the default gives the set that --dataset digits means.",
            DefaultValueFactory = _ => DigitsGenerator.DefaultSeed,
            HelpName = "S",
        };
        Option<bool> force = Options.Flag("--force", "Replace existing files.");
        return new Command("digits", "Draw the embedded data set and write it as IDX files.") { directory, seed, force }.WithAction(
            context, "; the files that are complete are kept.", (result, cancellation) =>
            {
                string path = result.GetValue(directory)!;
                DatasetWriter.RequireFree(path, result.GetValue(force));
                DatasetPair data = DigitsSource.Draw(result.GetValue(seed), cancellation);
                context.Print(DatasetWriter.Write(data, path, result.GetValue(force)).Select(file => $"{data.Sha256[Path.GetFileName(file)]}  {file}"));
            });
    }
}
