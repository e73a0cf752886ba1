using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Cli.Completion;
using StructuralError.Core.Common;
using StructuralError.Runs;
using StructuralError.Runs.Directories;

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
        bool isFile = OutputFile.Require(path, force);
        RunInspection found = RunInspection.Of(directory);
        if (found.Manifest is not { } manifest)
        {
            string reason = found.State == RunState.Foreign ? $": {found.Reason}" : string.Empty;
            throw new UserErrorException(FailureKind.Usage, $"{directory}: is not a run directory{reason}; give one that 'train' made.");
        }

        (SavedWeights weights, long step) = SavedWeights.OfRun(directory, manifest, context.Warn);
        using (OutputFile file = OutputFile.Open(path, force, files: context.Files))
        {
            weights.Write(file.Write);
            file.Commit();
        }

        if (found.State.IsUnfinished())
        {
            context.Warn(FormattableString.Invariant($"{directory}: the run is not finished; these are the weights after step {step}."));
        }

        if (isFile)
        {
            context.Out.WriteLine(path);
        }

        return ExitCodes.Success;
    }
}
