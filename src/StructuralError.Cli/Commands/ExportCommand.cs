using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Cli.Completion;
using StructuralError.Reporting.Exports.Tables;
using StructuralError.Reporting.Exports.TensorBoard;
using StructuralError.Reporting.Runs;
using StructuralError.Runs;

namespace StructuralError.Cli.Commands;

/// <summary><c>export weights|table|tensorboard</c>: what runs hold, as files of other programs.</summary>
internal static class ExportCommand
{
    public static Command Create(CliContext context) => new("export", "Export what runs hold, for other programs.")
    {
        Weights(context), Table(context), TensorBoard(context),
    };

    /// <summary>The parameters of a run's newest checkpoint as a safetensors file.</summary>
    private static Command Weights(CliContext context)
    {
        Argument<string> directory = new Argument<string>("RUN_DIR") { Description = "run directory, as results/mnist-b-k3-s0" }.CompletedByRuns();
        Option<string> output = Options.Text(
            "--out", "FILE", "file to write (default: the run directory's name with .safetensors, in the current directory)");
        Option<bool> force = Options.Flag("--force", "replace the file if it is there");
        var command = new Command("weights", "Write the parameters of a run as a safetensors file, which Python's safetensors and --init-weights read.")
        {
            directory, output, force,
        };
        command.SetAction(result => context.Interruptible("; nothing was written.", (CancellationToken _) =>
        {
            string run = result.GetValue(directory)!;
            string path = result.GetValue(output) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(run))) + ".safetensors";
            context.Print(SavedWeights.Export(run, path, result.GetValue(force), context.Files, context.Warn) ? [path] : []);
            return ExitCodes.Success;
        }));
        return command;
    }

    /// <summary>The rows of many runs as one long table.</summary>
    private static Command Table(CliContext context)
    {
        Argument<string[]> directories = Directories();
        Option<string> output = Required("FILE", "file to write");
        Option<string> format = Options.Text("--format", "FORMAT", $"{string.Join(" or ", RunTableExport.Formats)} (default: the ending of --out, or csv)");
        format.CompletionSources.Add([.. RunTableExport.Formats]);
        Option<bool> force = Options.Flag("--force", "replace the file if it is there");
        var command = new Command(
            "table", "Write every row of steps.csv of many runs into one table, with the run's name and the fields of its spec, for pandas, R or Excel.")
        {
            directories, output, format, force,
        };
        command.SetAction(result => context.Interruptible("; nothing was written.", cancellation =>
        {
            string path = result.GetValue(output)!;
            var table = new RunTableExport(path, RunTableExport.ReadFormat(result.GetValue(format), path), result.GetValue(force));
            table.Write(RunGlob.Expand(result.GetValue(directories)!), context.Files, context.Warn, context.Counting("runs written"), cancellation);
            context.Print(table.HasFile ? [path] : []);
            return table.Failures.Select(failure => ErrorReport.Write(failure, context.Error)).ToArray().FirstOrDefault();
        }));
        return command;
    }

    /// <summary>Event files, a directory for each run.</summary>
    private static Command TensorBoard(CliContext context)
    {
        Argument<string[]> directories = Directories();
        Option<string> output = Required("DIR", "directory in which each run gets a directory of its own, for tensorboard --logdir DIR");
        Option<bool> force = Options.Flag("--force", "replace an event file of another program that has the same name");
        var command = new Command("tensorboard", "Write the columns of steps.csv and the spec of runs as event files of TensorBoard.")
        {
            directories, output, force,
        };
        command.SetAction(result => context.Interruptible("; the runs that are complete are kept.", cancellation =>
        {
            IReadOnlyList<string> runs = RunGlob.Expand(result.GetValue(directories)!);
            TensorBoardExport.RequireDistinctNames(runs);
            int[] codes = [.. runs.Select(run => ErrorReport.Guard(context.Error, () => context.Out.WriteLine(
                TensorBoardExport.Write(run, result.GetValue(output)!, result.GetValue(force), context.Files, context.Warn, cancellation))))];
            return codes.FirstOrDefault(code => code != ExitCodes.Success);
        }));
        return command;
    }

    private static Argument<string[]> Directories() =>
        Options.Arguments("RUN_DIR", "run directories or patterns, as results/mnist-b-k3-s0 or 'results/*b-k*-s*'").CompletedByRuns();

    private static Option<string> Required(string helpName, string description)
    {
        Option<string> option = Options.Text("--out", helpName, description);
        option.Required = true;
        return option;
    }
}
