using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Cli.Completion;
using StructuralError.Core.Common;
using StructuralError.Reporting.Html;
using StructuralError.Reporting.Html.Model;
using StructuralError.Reporting.Html.Reading;
using StructuralError.Reporting.Runs;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;

namespace StructuralError.Cli.Commands;

/// <summary><c>report RUN_DIR...</c>: one page with the figures and facts of runs.</summary>
internal static class ReportCommand
{
    private const string Name = "report";

    public static Command Create(CliContext context)
    {
        Argument<string[]> directories = Options.Arguments("RUN_DIR", "run directories, as results/mnist-b-k3-s0; * and ? stand for any characters")
            .CompletedByRuns();
        Option<string> output = Options.Text(
            "--out", "FILE", $"the file to write [default: {ReportFile.DefaultName}, of one run in its directory, of several in the current one]");
        Option<bool> force = Options.Flag("--force", "replace a file that is there and is no report of this program");
        Option<bool> noFigures = Options.Flag("--no-figures", "tables only: the figures of one run of 938 steps take about 200 kB");
        var command = new Command(
            Name,
            "Make one self-contained HTML page of runs: figures with values to read out, settings, accuracy, times, provenance, reproducibility checklist.")
        {
            directories,
            output,
            force,
            noFigures,
        };
        command.SetAction(result => context.Interruptible("; no report was written.", cancellation =>
        {
            string? path = Write(
                result.GetValue(directories)!, result.GetValue(output), result.GetValue(force), !result.GetValue(noFigures), context.Warn, cancellation);
            if (path is not null)
            {
                context.Out.WriteLine(path);
            }

            return ExitCodes.Success;
        }));
        return command;
    }

    /// <returns>The file written; null where it went into a pipe or a device, which may be standard output.</returns>
    private static string? Write(
        IReadOnlyList<string> arguments, string? output, bool force, bool withFigures, Action<string> warn, CancellationToken cancellation)
    {
        IReadOnlyList<string> runs = RunGlob.Expand(arguments);
        Problem[] problems = [.. runs.Select(run => (Path: run, RunInspection.Of(run).Reason)).Where(run => run.Reason is not null)
            .Select(run => new Problem($"{run.Path}: is not a run directory: {run.Reason}; give one that 'train' made."))];
        if (problems.Length > 0)
        {
            throw new UserErrorException(FailureKind.Usage, problems);
        }

        string path = output ?? (runs.Count == 1 ? Path.Combine(runs[0], ReportFile.DefaultName) : ReportFile.DefaultName);
        OutputFile.Require(path, force, ReportFile.IsReport);
        ReportPage page = RunsPage.Read(runs, withFigures, warn, cancellation) with
        {
            Program = SourceVersion.ProgramVersion,
            CommandLine = CommandLine(arguments, output, withFigures),
        };
        cancellation.ThrowIfCancellationRequested();
        return OutputFile.Write(path, ReportWriter.Write(page), force, ReportFile.IsReport) ? path : null;
    }

    private static string CommandLine(IReadOnlyList<string> arguments, string? output, bool withFigures) => string.Join(
        ' ',
        [
            Name, .. arguments.Select(ShellWord.Quote),
            .. output is null ? Array.Empty<string>() : ["--out", ShellWord.Quote(output)],
            .. withFigures ? Array.Empty<string>() : ["--no-figures"],
        ]);
}
