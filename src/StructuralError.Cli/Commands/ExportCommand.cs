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

    private static Command Weights(CliContext context)
    {
        Argument<string> directory = new Argument<string>("RUN_DIR") { Description = "run directory, as results/mnist-b-k3-s0" }.CompletedByRuns();
        Option<string> output = Options.Text(
            "--out", "FILE", "file to write (default: the run directory's name with .safetensors, in the current directory)");
        Option<bool> force = Options.Flag("--force", "replace the file if it is there");
        return new Command("weights", "Write the parameters of a run as a safetensors file, which Python's safetensors and --init-weights read.")
        {
            directory, output, force,
        }.WithAction(context, "; nothing was written.", (result, _) =>
        {
            string run = result.GetValue(directory)!;
            string path = result.GetValue(output) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(run))) + ".safetensors";
            context.Print(SavedWeights.Export(run, path, result.GetValue(force), context.Files, context.Warn) ? [path] : []);
        });
    }

    private static Command Table(CliContext context)
    {
        Argument<string[]> directories = Directories();
        Option<string> output = Options.Text("--out", "FILE", "file to write", required: true);
        Option<string> format = Options.Text("--format", "FORMAT", $"{string.Join(" or ", RunTableExport.Formats)} (default: the ending of --out, or csv)");
        format.CompletionSources.Add([.. RunTableExport.Formats]);
        Option<bool> force = Options.Flag("--force", "replace the file if it is there");
        return new Command(
            "table", "Write every row of steps.csv of many runs into one table, with the run's name and the fields of its spec, for pandas, R or Excel.")
        {
            directories, output, format, force,
        }.WithAction(context, "; nothing was written.", (result, interruption) =>
        {
            string path = result.GetValue(output)!;
            var table = new RunTableExport(path, RunTableExport.ReadFormat(result.GetValue(format), path), result.GetValue(force));
            table.Write(RunGlob.Expand(result.GetValue(directories)!), context.Files, context.Warn, context.Counting("runs written"), interruption.Token);
            context.Print(table.HasFile ? [path] : []);
            return table.Failures.Select(failure => ErrorReport.Write(failure, context.Error)).ToArray().FirstOrDefault();
        });
    }

    private static Command TensorBoard(CliContext context)
    {
        Argument<string[]> directories = Directories();
        Option<string> output = Options.Text(
            "--out", "DIR", "directory in which each run gets a directory of its own, for tensorboard --logdir DIR", required: true);
        Option<bool> force = Options.Flag("--force", "replace an event file of another program that has the same name");
        return new Command("tensorboard", "Write the columns of steps.csv and the spec of runs as event files of TensorBoard.")
        {
            directories, output, force,
        }.WithAction(context, "; the runs that are complete are kept.", (result, interruption) =>
        {
            IReadOnlyList<string> runs = RunGlob.Expand(result.GetValue(directories)!);
            TensorBoardExport.RequireDistinctNames(runs);
            return ErrorReport.GuardEach(context.Error, runs, run => context.Out.WriteLine(
                TensorBoardExport.Write(run, result.GetValue(output)!, result.GetValue(force), context.Files, context.Warn, interruption.Token)));
        });
    }

    private static Argument<string[]> Directories() =>
        Options.Arguments("RUN_DIR", "run directories or patterns, as results/mnist-b-k3-s0 or 'results/*b-k*-s*'").CompletedByRuns();
}
