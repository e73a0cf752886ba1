using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Reporting.Figures.Files;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;
using StructuralError.Runs.Tables;

namespace StructuralError.Reporting.Runs;

/// <summary>The figures of one run, from what its directory holds and nothing else: made again they are the same bytes.</summary>
public static class RunFigures
{
    private static readonly Func<RunManifest, RunCurves, Figure>[] Builders =
        [OverviewFigure.Build, BoundsFigure.Build, LocalPearsonFigure.Build, GradientNormStructureFigure.Build];

    private static readonly Lazy<bool> Prepared = new(DrawMadeUp);

    /// <summary>
    /// Reads <c>steps.csv</c> and <c>manifest.json</c> and writes <c>figures/overview.svg</c>, <c>bounds.svg</c>, <c>local_pearson.svg</c> and
    /// <c>gradient_norm_structure.svg</c>, and with rows in <c>kernel.csv</c> <c>kernel.svg</c>, each of them whole or not at all.
    /// </summary>
    /// <param name="warn">Is told what was passed over: an incomplete last line, a manifest that cannot be read.</param>
    /// <param name="files">The operating system's unless given.</param>
    /// <returns>The paths written.</returns>
    /// <exception cref="UserErrorException">
    /// <see cref="FailureKind.Usage"/>: the directory holds no <c>steps.csv</c>; <see cref="FailureKind.BadData"/>: it is broken, has no rows or lacks one in
    /// between; <see cref="FailureKind.InputOutput"/>: a file cannot be read or written.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered; the figures that are written are whole.</exception>
    public static IReadOnlyList<string> Write(
        string runDirectory, Action<string>? warn = null, IFileSystem? files = null, CancellationToken cancellation = default) =>
        Write(runDirectory, new FigureFiles([FigureFormat.Svg], files: files), warn, cancellation);

    /// <summary>The same figures, in the formats of <paramref name="files"/>.</summary>
    /// <inheritdoc cref="Write(string, Action{string}, IFileSystem, CancellationToken)"/>
    public static IReadOnlyList<string> Write(
        string runDirectory, FigureFiles files, Action<string>? warn = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        (RunManifest manifest, IReadOnlyList<StepRow> rows) = Read(runDirectory, warn, cancellation);
        string kernels = Path.Combine(runDirectory, RunDirectory.KernelName);
        IReadOnlyList<KernelRow> kernel = File.Exists(kernels) ? RunTables.Kernel.Read(kernels, warn, cancellation) : [];
        List<string> written = [];
        foreach (Figure figure in Build(manifest, rows, kernel, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            written.AddRange(files.Write(Path.Combine(runDirectory, RunDirectory.FiguresName), figure));
        }

        return written;
    }

    /// <summary>The figures themselves, for other writers.</summary>
    /// <param name="kernel">Rows of <c>kernel.csv</c>; without any there is no figure of them.</param>
    /// <inheritdoc cref="Write(string, Action{string}, IFileSystem, CancellationToken)" path="/exception[@cref='OperationCanceledException']"/>
    public static IReadOnlyList<Figure> Build(
        RunManifest manifest, IReadOnlyList<StepRow> rows, IReadOnlyList<KernelRow>? kernel = null, CancellationToken cancellation = default)
    {
        var figures = new List<Figure>();
        RunCurves curves = new(rows);
        foreach (Func<RunManifest, RunCurves, Figure> build in Builders)
        {
            cancellation.ThrowIfCancellationRequested();
            figures.Add(build(manifest, curves));
        }

        if (kernel is { Count: > 0 })
        {
            figures.Add(KernelFigure.Build(manifest, kernel));
        }

        return figures;
    }

    /// <summary>
    /// Has all that reads rows and draws figures compiled, the first time in a process, by drawing those of a made-up run in memory. That takes 0.15 s, which a
    /// start has to spare on another thread; without it the first figures take the time.
    /// </summary>
    public static void Prepare() => _ = Prepared.Value;

    /// <summary>The overview alone.</summary>
    /// <inheritdoc cref="Write(string, Action{string}, IFileSystem, CancellationToken)" path="/exception"/>
    internal static Figure Overview(string runDirectory)
    {
        (RunManifest manifest, IReadOnlyList<StepRow> rows) = Read(runDirectory, warn: null, CancellationToken.None);
        return OverviewFigure.Build(manifest, new RunCurves(rows));
    }

    private static (RunManifest Manifest, IReadOnlyList<StepRow> Rows) Read(string runDirectory, Action<string>? warn, CancellationToken cancellation)
    {
        string steps = Path.Combine(runDirectory, RunDirectory.StepsName);
        if (!File.Exists(steps))
        {
            throw new UserErrorException(FailureKind.Usage, $"{runDirectory}: no steps.csv there. Name the directory of a run, such as one under results/.");
        }

        IReadOnlyList<StepRow> rows = RunTables.Steps.Read(steps, warn, cancellation);
        if (rows.Count == 0)
        {
            throw new UserErrorException(FailureKind.BadData, $"{steps}: has a header and no rows, so there is nothing to draw. Run the training again.");
        }

        RunManifest manifest = Run.ReadManifest(runDirectory, (path, reason) => warn?.Invoke($"{path}: the figures' titles lack what it says: {reason}"));
        if (manifest.SpecValue("measure_every").WholeAt() is >= 1 and <= int.MaxValue and var every && RowSequence.FindFault(rows, every) is { } fault)
        {
            throw new UserErrorException(FailureKind.BadData, $"{steps}, {fault}. Restore the file or run the training again.");
        }

        FinishedFiles.Require(runDirectory, runDirectory, manifest, RunDirectory.StepsName, RunDirectory.KernelName);
        return (manifest, rows);
    }

    private static bool DrawMadeUp()
    {
        StepRow row = RunTables.Steps.Blank();
        IReadOnlyList<StepRow> rows = RunTables.Steps.Parse(RunTables.Steps.ToBytes([row, row with { Step = 1 }]), RunDirectory.StepsName);
        foreach (Figure figure in Build(new RunManifest(), rows))
        {
            _ = FigureFiles.Svg.Encode(figure).Last();
        }

        return true;
    }
}
