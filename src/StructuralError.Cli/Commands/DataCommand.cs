using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Experiments.Datasets;

namespace StructuralError.Cli.Commands;

/// <summary><c>data fetch|verify|info|digits</c>: the data sets by themselves.</summary>
internal static class DataCommand
{
    public static Command Create(CliContext context) => new("data", "Fetch, check, describe or draw data sets.")
    {
        Fetch(context), Verify(context), DataInfoCommand.Create(context), Digits(context),
    };

    public static Option<string> DataDirectory() => Options.Text(
        "--data-dir", "DIR", "Directory of MNIST's four files, looked in before $MNIST_DIR and data/mnist; downloads go there.");

    public static Option<string> Mirror() => Options.Text(
        "--mirror", "URL", "Address of a directory with MNIST's four .gz files, tried before the known mirrors.");

    /// <summary>Where the options say that the data are.</summary>
    public static DatasetOptions Places(ParseResult result, Option<string> dataDirectory, Option<string>? mirror = null) => new()
    {
        DataDirectory = result.GetValue(dataDirectory),
        Download = new DownloadOptions { Mirror = mirror is not null && result.GetValue(mirror) is { } address ? DownloadOptions.ParseMirror(address) : null },
    };

    /// <summary>Downloads MNIST ahead of time.</summary>
    private static Command Fetch(CliContext context)
    {
        (Option<string> dataDirectory, Option<string> mirror) = (DataDirectory(), Mirror());
        Command command = new("fetch", "Download MNIST (11 MB) and check it.") { dataDirectory, mirror };
        command.SetAction(result => context.Interruptible("; the files that are complete are kept.", cancellation =>
        {
            DatasetOptions options = Places(result, dataDirectory, mirror);
            IReadOnlyList<string> paths;
            using (DataDownloadDisplay display = context.Downloads())
            {
                var downloader = new MnistDownloader(options.Download with { Progress = display.Report });
                paths = downloader.FetchAsync(MnistLocator.DownloadDirectory(options), cancellation).GetAwaiter().GetResult();
            }

            foreach (string path in paths)
            {
                context.Out.WriteLine($"ok  {path}");
            }

            return ExitCodes.Success;
        }));
        return command;
    }

    /// <summary>Tells whether MNIST's four files are there and are what they should be.</summary>
    private static Command Verify(CliContext context)
    {
        Option<string> dataDirectory = DataDirectory();
        Command command = new("verify", "Check the SHA-256 of MNIST's four files.") { dataDirectory };
        command.SetAction(result => context.Interruptible("; not all of the files were looked at.", cancellation =>
        {
            // A directory that is named is the one in question, even where a complete set lies elsewhere.
            DatasetOptions places = Places(result, dataDirectory);
            places = places.DataDirectory is null ? places : places with { DefaultDirectory = places.DataDirectory, Environment = _ => null };
            IReadOnlyList<MnistFileStatus> statuses = MnistVerifier.Verify(places, cancellation);
            foreach (MnistFileStatus status in statuses)
            {
                context.Out.WriteLine($"{(status.IsRight ? "ok  " : "BAD ")} {status.File.Name}: {status.Description}");
            }

            int wrong = statuses.Count(status => !status.IsRight);
            return wrong == 0 ? ExitCodes.Success : throw new UserErrorException(
                FailureKind.BadData,
                $"MNIST is not complete: {wrong} of {statuses.Count} files are missing or wrong. Delete wrong files, then run 'data fetch'.");
        }));
        return command;
    }

    /// <summary>Writes the embedded data set as IDX files.</summary>
    private static Command Digits(CliContext context)
    {
        Option<string> directory = Options.Text("--out", "DIR", "Directory the four IDX files are written to.");
        directory.Required = true;
        Option<ulong> seed = new("--seed")
        {
            Description = "Seed of the drawing; the default gives the set that --dataset digits means.",
            DefaultValueFactory = _ => DigitsGenerator.DefaultSeed,
            HelpName = "S",
        };
        Option<bool> force = Options.Flag("--force", "Replace existing files.");
        Command command = new("digits", "Draw the embedded data set and write it as IDX files.") { directory, seed, force };
        command.SetAction(result => context.Interruptible("; the files that are complete are kept.", cancellation =>
        {
            string path = result.GetValue(directory)!;
            DatasetWriter.RequireFree(path, result.GetValue(force));
            DatasetPair data = DigitsSource.Draw(result.GetValue(seed), cancellation);
            foreach (string file in DatasetWriter.Write(data, path, result.GetValue(force)))
            {
                context.Out.WriteLine($"{data.Sha256[Path.GetFileName(file)]}  {file}");
            }

            return ExitCodes.Success;
        }));
        return command;
    }
}
