using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Html.Model;
using StructuralError.Reporting.Html.Sections;
using StructuralError.Reporting.Runs;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;

namespace StructuralError.Reporting.Html.Reading;

/// <summary>The page of any runs: their figures and facts, no claims.</summary>
public static class RunsPage
{
    /// <summary>Runs that failed, were interrupted or go on are shown as far as they went.</summary>
    /// <param name="runDirectories">In the order in which they appear.</param>
    /// <param name="withFigures">Without them the page of many runs stays small.</param>
    /// <param name="warn">Is told what was passed over: a run without rows, an incomplete last line, a manifest that cannot be read.</param>
    /// <param name="progress">Is told how many were read.</param>
    /// <exception cref="UserErrorException"><see cref="FailureKind.BadData"/>: a <c>steps.csv</c> is broken; <see cref="FailureKind.InputOutput"/>: one cannot
    /// be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered; it is looked at between runs.</exception>
    public static ReportPage Read(
        IReadOnlyList<string> runDirectories, bool withFigures = true, Action<string>? warn = null, IProgress<DoneCount>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(runDirectories);
        var pool = new ManifestPool();
        Run[] runs = [.. runDirectories.Select((directory, i) => Counted(i, () => Kept(Read(directory, warn), pool)))];
        foreach (RunCopy copy in RunCopies.Among(runs.Where(run => run.IsCompleted).Select(DrawnRun.Of)))
        {
            warn?.Invoke(copy.Words);
        }

        string?[] datasets = [.. runs.Select(run => run.Manifest.Dataset?.Name).Distinct()];
        return new ReportPage
        {
            Title = runs.Length == 1 ? RunWords.Title(runs[0].Manifest) : Words.Count(runs.Length, "training run"),
            Lead = "The structural matrix A = J Jᵀ of the network, measured at the steps of training: "
                + "fitting error, gradient norm, and the bounds that A’s eigenvalues give.",
            Dataset = datasets is [string only] ? only : null,
            Figures = withFigures ? [.. runs.SelectMany((run, i) => Counted(i, () => Figures(run, runs.Length == 1 ? null : i + 1, warn, cancellation)))] : [],
            Runs = runs,
        };

        T Counted<T>(int i, Func<T> read)
        {
            cancellation.ThrowIfCancellationRequested();
            T found = read();
            progress?.Report(new DoneCount(i + 1, runDirectories.Count));
            return found;
        }
    }

    /// <summary>What the page says of a run, all runs being in memory at once: the hashes of its files, which were compared, it does not.</summary>
    private static Run Kept(Run run, ManifestPool pool) =>
        run with { Manifest = pool.Share(run.Manifest), Summary = run.Summary is { } summary ? summary with { Sha256 = null } : null };

    /// <summary>Reads leniently: a file that is not there says nothing, one that cannot be read says nothing and is a warning.</summary>
    /// <exception cref="UserErrorException">The run is finished, and its files are not those that it wrote.</exception>
    public static Run Read(string runDirectory, Action<string>? warn)
    {
        Run run = Run.ReadPart(runDirectory, (path, reason) => warn?.Invoke($"{path}: cannot be read, the report lacks what it says: {reason}"));
        FinishedFiles.Require(runDirectory, runDirectory, run.Manifest, RunDirectory.StepsName);
        string manifest = run.File(RunDirectory.ManifestName);
        if (run.Manifest.Seal is not null && !ManifestSeal.Holds(RegularFile.Read(manifest)))
        {
            warn?.Invoke($"{manifest}: was changed since the run wrote it; 'runs verify' tells more.");
        }

        return run;
    }

    /// <param name="number">Of the run, where there are several: their figures need ids and titles that differ.</param>
    private static IEnumerable<Figure> Figures(Run run, int? number, Action<string>? warn, CancellationToken cancellation)
    {
        IReadOnlyList<StepRow> rows = run.Steps(warn);
        if (rows.Count == 0)
        {
            warn?.Invoke($"{run.File(RunDirectory.StepsName)}: holds no rows, so the report has no figures of this run.");
            return [];
        }

        IReadOnlyList<Figure> figures = RunFigures.Build(run.Manifest, rows, run.Kernel(warn), cancellation);
        return number is null
            ? figures.Select(figure => figure with { Title = Name(figure) })
            : figures.Select(figure => figure with { Id = $"run{Words.Exact(number.Value)}-{figure.Id}", Title = $"{figure.Title}: {Name(figure)}" });
    }

    // The figures of one run all have the run as their title.
    private static string Name(Figure figure) => figure.Id switch
    {
        OverviewFigure.Id => "Overview",
        "bounds" => "Bounds of the fitting error",
        "local_pearson" => "Local Pearson correlation",
        KernelFigure.Id => "Kernel between samples",
        "gradient_norm_structure" => "Gradient norm and structural error",
        _ => FiguresSection.Name(figure.Id),
    };
}
