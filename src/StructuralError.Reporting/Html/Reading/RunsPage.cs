using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Html.Model;
using StructuralError.Reporting.Html.Sections;
using StructuralError.Reporting.Runs;
using StructuralError.Runs.Columns;
using StructuralError.Runs.Directories;

namespace StructuralError.Reporting.Html.Reading;

/// <summary>The page of any runs: their figures and facts, no claims.</summary>
public static class RunsPage
{
    /// <summary>Runs that failed, were interrupted or go on are shown as far as they went.</summary>
    /// <param name="runDirectories">In the order in which they appear.</param>
    /// <param name="withFigures">Without them the page of many runs stays small.</param>
    /// <param name="warn">Is told what was passed over: a run without rows, an incomplete last line, a manifest that cannot be read.</param>
    /// <exception cref="UserErrorException"><see cref="ExitCodes.BadData"/>: a <c>steps.csv</c> is broken; <see cref="ExitCodes.InputOutput"/>: one cannot be read.</exception>
    public static ReportPage Read(IReadOnlyList<string> runDirectories, bool withFigures = true, Action<string>? warn = null)
    {
        ArgumentNullException.ThrowIfNull(runDirectories);
        RunRecord[] runs = [.. runDirectories.Select(directory => RunRecordReader.Read(directory, warn))];
        string?[] datasets = [.. runs.Select(run => run.Data.Name).Distinct()];
        return new ReportPage
        {
            Title = runs.Length == 1 ? Title(runDirectories[0]) : Words.Count(runs.Length, "training run"),
            Lead = "The structural matrix A = J Jᵀ of the network, measured at the steps of training: fitting error, gradient norm, and the bounds that A’s eigenvalues give.",
            Dataset = datasets is [string only] ? only : null,
            Figures = withFigures ? [.. runDirectories.SelectMany((directory, i) => Figures(directory, runs.Length == 1 ? null : i + 1, warn))] : [],
            Runs = runs,
        };
    }

    private static string Title(string directory) => RunWords.Title(RunFacts.Read(Path.Combine(directory, RunDirectory.ManifestName)));

    /// <param name="number">Of the run, where there are several: their figures need ids and titles that differ.</param>
    private static IEnumerable<Figure> Figures(string directory, int? number, Action<string>? warn)
    {
        string steps = Path.Combine(directory, RunDirectory.StepsName);
        IReadOnlyList<StepRow> rows = File.Exists(steps) ? StepColumns.Table.Read(steps, warn) : [];
        if (rows.Count == 0)
        {
            warn?.Invoke($"{steps}: holds no rows, so the report has no figures of this run.");
            return [];
        }

        IReadOnlyList<Figure> figures = RunFigures.Build(RunFacts.Read(Path.Combine(directory, RunDirectory.ManifestName)), rows);
        return number is null
            ? figures.Select(figure => figure with { Title = Name(figure) })
            : figures.Select(figure => figure with { Id = $"run{Words.Exact(number.Value)}-{figure.Id}", Title = $"{figure.Title}: {Name(figure)}" });
    }

    // The figures of one run all have the run as their title.
    private static string Name(Figure figure) => figure.Id switch
    {
        "bounds" => "Bounds of the fitting error",
        "local_pearson" => "Local Pearson correlation",
        "gradient_norm_structure" => "Gradient norm and structural error",
        _ => FiguresSection.Name(figure.Id),
    };
}
