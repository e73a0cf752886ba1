using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Core.Data;
using StructuralError.Experiments.Datasets;

namespace StructuralError.Cli.Commands;

/// <summary><c>data digits</c>: writes the embedded data set as IDX files.</summary>
internal static class DataDigitsCommand
{
    public static Command Create()
    {
        Option<string> directory = new("--out") { Description = "Directory the four IDX files are written to.", Required = true, HelpName = "DIR" };
        Option<ulong> seed = new("--seed")
        {
            Description = "Seed of the drawing; the default gives the set that --dataset digits means.",
            DefaultValueFactory = _ => DigitsGenerator.DefaultSeed,
            HelpName = "S",
        };
        Option<bool> force = new("--force") { Description = "Replace existing files." };
        Command command = new("digits", "Draw the embedded data set and write it as IDX files.") { directory, seed, force };
        command.SetAction((result, cancellation) => Task.FromResult(
            Run(result.InvocationConfiguration.Output, result.GetValue(directory)!, result.GetValue(seed), result.GetValue(force), cancellation)));
        return command;
    }

    private static int Run(TextWriter output, string directory, ulong seed, bool force, CancellationToken cancellation)
    {
        DatasetWriter.RequireFree(directory, force);
        DatasetPair data = DigitsSource.Draw(seed, cancellation);
        foreach (string path in DatasetWriter.Write(data, directory, force))
        {
            output.WriteLine($"{data.Sha256[Path.GetFileName(path)]}  {path}");
        }

        return ExitCodes.Success;
    }
}
