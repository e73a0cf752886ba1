using StructuralError.Core.Common;
using StructuralError.Reporting.Figures.Files;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Storage;

namespace StructuralError.Reporting.Runs;

/// <summary>Columns of several runs' <c>steps.csv</c> in one figure: a panel for each column, a curve for each group of runs.</summary>
public static class ComparisonFigure
{
    private const int MostNamesInNote = 12;

    /// <summary>Columns that are computed over a window of rows already, or that count.</summary>
    private static readonly string[] Unsmoothed = ["step", "epoch", "samples", "theorem3_violations", "pearson_upper", "pearson_lower"];

    /// <summary>Draws it, a file for each format.</summary>
    /// <param name="paths">A file for each of the formats.</param>
    /// <param name="isForced">Whether files that are there and are no such figures are replaced.</param>
    /// <param name="warn">Is told of rows and runs that were dropped.</param>
    /// <param name="progress">Is told how many runs were read.</param>
    /// <returns>The files that were written; a pipe or the like is none.</returns>
    public static IReadOnlyList<string> Write(
        IReadOnlyList<string> directories, ComparisonRequest request, FigureFiles files, IReadOnlyList<string> paths, bool isForced, IFileSystem disk,
        Action<string> warn, CancellationToken cancellation, IProgress<DoneCount>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(paths);
        foreach (string path in paths)
        {
            OutputFile.Require(path, isForced, FigureFiles.IsOwn);
        }

        Figure figure = Build(FigureFiles.ComparisonId, ComparedRun.Read(directories, request, warn, cancellation, progress), request, warn);
        return
        [
            .. files.Encode(figure).Zip(paths, (file, path) => (file.Content, Path: path))
                .Where(each => OutputFile.Write(each.Path, each.Content, isForced, FigureFiles.IsOwn, disk)).Select(each => each.Path),
        ];
    }

    /// <param name="id"><see cref="Figure.Id"/>.</param>
    /// <param name="request">Without <see cref="ComparisonRequest.Problems"/>.</param>
    /// <param name="warn">Is told where a mean is not one over seeds alone, and which runs end early.</param>
    /// <exception cref="ArgumentException">No run.</exception>
    public static Figure Build(string id, IReadOnlyList<ComparedRun> runs, ComparisonRequest request, Action<string>? warn = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(request);
        if (runs.Count == 0)
        {
            throw new ArgumentException("There is no run to draw.", nameof(runs));
        }

        IReadOnlyList<RunGroup> groups = RunGroup.Of(runs, request.By);
        Warn(runs, groups, warn);
        bool isMixed = groups.Any(group => group.Mixed().Count > 0);
        Panel[] panels = [.. request.Y.Select((y, i) => Panel(groups, request.X, y, isLast: i == request.Y.Count - 1))];
        int window = request.Y.All(y => Unsmoothed.Contains(y)) ? 1 : RunningMean.Window(runs.Max(run => run.Steps.Count));
        string shown = SeedPanel.Explain(
            groups.Select(group => group.Runs.Count), window, isMixed ? "run" : "seed", panels.Any(panel => panel.Bands.Count > 0),
            runs.Select(run => run.Steps.Select(step => (long)step)));
        return new Figure
        {
            Id = id,
            Title = Title(runs, request),
            Subtitle = shown,
            Note = Note(runs),
            Description = $"{shown} {SeedPanel.Describe(panels)}",
            Panels = panels,
            Legend = LegendPlace.Figure,
            ShareX = ScaleSharing.All,
            PlotHeight = request.Y.Count == 1 ? 380 : 220,
        };
    }

    private static Panel Panel(IReadOnlyList<RunGroup> groups, string x, string y, bool isLast)
    {
        Axis xAxis = x is "step" or "epoch" ? RunWords.StepAxis with { Label = x } : new Axis { Label = x };
        return SeedPanel.Of(title: null, isLast ? xAxis : xAxis with { Label = "" }, new Axis { Label = y }, groups.Select(Curves)) with
        {
            EmptyMessage = $"{y} has no finite value",
        };

        SeedCurves Curves(RunGroup group, int index) =>
            new(CurveStyle.OfGroup(index, group.Name, group.Name), [.. group.Runs.Select(run => Curve(run, x, y))]);
    }

    private static RunCurve Curve(ComparedRun run, string x, string y)
    {
        RunCurve curve = new(run.Steps, run.Column(x), run.Column(y));
        return Unsmoothed.Contains(y) ? curve : curve.Smoothed();
    }

    private static void Warn(IReadOnlyList<ComparedRun> runs, IReadOnlyList<RunGroup> groups, Action<string>? warn)
    {
        foreach (RunGroup group in groups.Where(group => group.Mixed().Count > 0))
        {
            warn?.Invoke($"the runs of {group.Name} differ in {string.Join(", ", group.Mixed())} too, "
                + "so their mean is not one over seeds; add to --by what should be apart.");
        }

        // Without groups each run is a curve of its own, and nothing is counted.
        foreach (RunCopy copy in groups.Sum(group => group.Runs.Count) < runs.Count ? RunCopies.Among(runs.Select(run => run.Drawn)) : [])
        {
            warn?.Invoke(copy.Words);
        }

        foreach (ComparedRun run in runs.Where(run => run.State != RunState.Finished))
        {
            warn?.Invoke($"{run.Name} is not finished: its group's mean ends at its last step, {RunWords.Count((long)run.Steps[^1])}.");
        }
    }

    private static string Title(IReadOnlyList<ComparedRun> runs, ComparisonRequest request)
    {
        string by = request.By.Count == 0 ? "" : " by " + string.Join(", ", request.By.Select(ComparisonRequest.FieldName));
        string[] datasets = [.. runs.Select(run => run.Values.GetValueOrDefault("dataset", "")).Distinct(StringComparer.Ordinal)];
        return $"{string.Join(", ", request.Y)}{by}{(datasets is [{ Length: > 0 } only] ? " – " + RunWords.DatasetName(only) : "")}";
    }

    private static string Note(IReadOnlyList<ComparedRun> runs) =>
        $"{RunWords.Count(runs.Count)} {(runs.Count == 1 ? "run" : "runs")}: "
        + $"{string.Join(", ", runs.Take(MostNamesInNote).Select(run => run.Name))}{(runs.Count > MostNamesInNote ? ", …" : "")}";
}
