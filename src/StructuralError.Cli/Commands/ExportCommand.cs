using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Cli.Completion;
using StructuralError.Runs;

namespace StructuralError.Cli.Commands;

/// <summary><c>export weights RUN_DIR</c>: the parameters of a run's newest checkpoint as a safetensors file.</summary>
internal static class ExportCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> directory = new Argument<string>("RUN_DIR") { Description = "run directory, as results/mnist-b-k3-s0" }.CompletedByRuns();
        Option<string> output = Options.Text(
            "--out", "FILE", "file to write (default: the run directory's name with .safetensors, in the current directory)");
        Option<bool> force = Options.Flag("--force", "replace the file if it is there");
        var weights = new Command("weights", "Write the parameters of a run as a safetensors file, which Python's safetensors and --init-weights read.")
        {
            directory, output, force,
        };
        weights.SetAction(result => context.Interruptible(
            "; nothing was written.", (CancellationToken _) => Run(result.GetValue(directory)!, result.GetValue(output), result.GetValue(force), context)));
        return new Command("export", "Export what a run has learned.") { weights };
    }

    private static int Run(string directory, string? output, bool force, CliContext context)
    {
        string path = output ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory))) + ".safetensors";
        if (SavedWeights.Export(directory, path, force, context.Files, context.Warn))
        {
            context.Out.WriteLine(path);
        }

        return ExitCodes.Success;
    }
}
