using System.CommandLine;
using StructuralError.Experiments.Datasets;

namespace StructuralError.Cli.Commands;

/// <summary>What the data commands have in common.</summary>
internal static class DataCommandOptions
{
    public static Option<string?> DataDirectory() => new("--data-dir")
    {
        Description = "Directory of MNIST's four files, looked in before $MNIST_DIR and data/mnist; downloads go there.",
        HelpName = "DIR",
    };

    public static Option<string?> Mirror() => new("--mirror")
    {
        Description = "Address of a directory with MNIST's four .gz files, tried before the known mirrors.",
        HelpName = "URL",
    };

    public static DatasetOptions Read(ParseResult result, Option<string?> dataDirectory, Option<string?>? mirror = null)
    {
        string? address = mirror is null ? null : result.GetValue(mirror);
        return new DatasetOptions
        {
            DataDirectory = result.GetValue(dataDirectory),
            Download = new DownloadOptions { Mirror = address is null ? null : DownloadOptions.ParseMirror(address) },
        };
    }
}
