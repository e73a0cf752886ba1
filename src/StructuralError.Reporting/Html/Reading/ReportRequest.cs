using StructuralError.Core.Common;
using StructuralError.Reporting.Html.Model;
using StructuralError.Reporting.Runs;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;

namespace StructuralError.Reporting.Html.Reading;

/// <summary>A page of some runs that is asked for.</summary>
/// <param name="Runs">Run directories, or patterns of them.</param>
/// <param name="Out">The file; null for <see cref="ReportFile.DefaultName"/>, of one run in its directory, of several in the current one.</param>
/// <param name="Force">Whether a file that is there and is no report may be replaced.</param>
/// <param name="WithFigures">Whether it has more than tables; of more than <see cref="MostRunsWithFigures"/> runs it never has.</param>
public sealed record ReportRequest(IReadOnlyList<string> Runs, string? Out, bool Force, bool WithFigures)
{
    /// <summary>The command that asks for it.</summary>
    public const string Command = "report";

    /// <summary>The figures of more runs would make a page that no browser shows: those of 10,000 took 870 MB, and 9 GB of memory.</summary>
    public const int MostRunsWithFigures = 100;

    /// <summary>Reads the runs and writes the page, whole or not at all.</summary>
    /// <param name="progress">Is told how many runs were read.</param>
    /// <returns>The file written; null where it went into a pipe or a device, which may be standard output.</returns>
    /// <exception cref="UserErrorException">A directory is no run, a run cannot be read, or the file cannot be written.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered; nothing was written.</exception>
    public string? Write(Action<string> warn, CancellationToken cancellation, IProgress<DoneCount>? progress = null)
    {
        IReadOnlyList<string> runs = RunGlob.Expand(Runs);
        Problem[] problems = [.. runs.Select(run => (Path: run, RunInspection.Of(run).Reason)).Where(run => run.Reason is not null)
            .Select(run => new Problem($"{run.Path}: is not a run directory: {run.Reason}; give one that 'train' made."))];
        UserErrorException.ThrowIfAny(problems);

        string path = Out ?? (runs.Count == 1 ? Path.Combine(runs[0], ReportFile.DefaultName) : ReportFile.DefaultName);
        OutputFile.Require(path, Force, ReportFile.IsReport);
        bool withFigures = WithFigures && runs.Count <= MostRunsWithFigures;
        if (WithFigures && !withFigures)
        {
            warn($"{path}: has tables alone, since it is of {runs.Count} runs, and shows figures of {MostRunsWithFigures} at most; 'plot --y' compares many.");
        }

        ReportPage page = RunsPage.Read(runs, withFigures, warn, progress, cancellation) with
        {
            Program = SourceVersion.ProgramVersion,
            CommandLine = CommandLine,
        };
        cancellation.ThrowIfCancellationRequested();
        return OutputFile.Write(path, ReportWriter.Write(page), Force, ReportFile.IsReport) ? path : null;
    }

    private string CommandLine => string.Join(
        ' ',
        [
            Command, .. Runs.Select(ShellWord.Quote),
            .. Out is null ? Array.Empty<string>() : ["--out", ShellWord.Quote(Out)],
            .. WithFigures ? Array.Empty<string>() : ["--no-figures"],
        ]);
}
