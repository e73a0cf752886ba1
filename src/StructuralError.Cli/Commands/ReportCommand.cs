using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Cli.Completion;
using StructuralError.Reporting.Html;
using StructuralError.Reporting.Html.Reading;

namespace StructuralError.Cli.Commands;

/// <summary><c>report RUN_DIR...</c>: one page with the figures and facts of runs.</summary>
internal static class ReportCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string[]> directories = Options.Arguments("RUN_DIR", "run directories, as results/mnist-b-k3-s0; * and ? stand for any characters")
            .CompletedByRuns();
        Option<string> output = Options.Text(
            "--out", "FILE", $"the file to write [default: {ReportFile.DefaultName}, of one run in its directory, of several in the current one]");
        Option<bool> force = Options.Flag("--force", "replace a file that is there and is no report of this program");
        Option<bool> noFigures = Options.Flag("--no-figures", "tables only: the figures of one run of 938 steps take about 200 kB");
        return new Command(
            ReportRequest.Command,
            "Make one self-contained HTML page of runs: figures with values to read out, settings, accuracy, times, provenance, reproducibility checklist.")
        {
            directories, output, force, noFigures,
        }.WithAction(context, "; no report was written.", (result, cancellation) =>
        {
            var request = new ReportRequest(result.GetValue(directories)!, result.GetValue(output), result.GetValue(force), !result.GetValue(noFigures));
            context.Print(request.Write(context.Warn, cancellation, context.Counting("runs read")) is { } path ? [path] : []);
        });
    }
}
