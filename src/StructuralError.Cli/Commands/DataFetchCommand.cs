using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Experiments.Datasets;

namespace StructuralError.Cli.Commands;

/// <summary><c>data fetch</c>: downloads MNIST ahead of time.</summary>
internal static class DataFetchCommand
{
    public static Command Create()
    {
        Option<string?> dataDirectory = DataCommandOptions.DataDirectory();
        Option<string?> mirror = DataCommandOptions.Mirror();
        Command command = new("fetch", "Download MNIST (11 MB) and check it.") { dataDirectory, mirror };
        command.SetAction((result, cancellation) => RunAsync(result, DataCommandOptions.Read(result, dataDirectory, mirror), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, DatasetOptions options, CancellationToken cancellation)
    {
        string directory = MnistLocator.DownloadDirectory(options);
        IReadOnlyList<string> paths;
        using (DataDownloadDisplay display = new(result.InvocationConfiguration.Error))
        {
            paths = await new MnistDownloader(options.Download with { Progress = display.Report }).FetchAsync(directory, cancellation).ConfigureAwait(false);
        }

        foreach (string path in paths)
        {
            result.InvocationConfiguration.Output.WriteLine($"ok  {path}");
        }

        return ExitCodes.Success;
    }
}
