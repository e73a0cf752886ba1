using StructuralError.Core.Columns;
using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Specs;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;

namespace StructuralError.Reporting.Runs;

/// <summary>
/// A run as one of several: the columns of its rows that are drawn, and the values that tell it from the others. Thousands are in memory at once, so nothing
/// else of a run is kept.
/// </summary>
/// <param name="Classes">Of its network.</param>
/// <param name="Values">The spec's fields and the network's parameters by name, in words. <c>dataset</c> and <c>model</c> are the real ones.</param>
/// <param name="Steps">Of its rows; at least one.</param>
public sealed record ComparedRun(
    string Name, RunState State, DrawnRun Drawn, int? Classes, IReadOnlyDictionary<string, string> Values, IReadOnlyList<double> Steps)
{
    // Where a value comes from or how long it takes to compute, not what is computed.
    private static readonly string[] Idle = ["data_dir", "mirror", "threads"];

    private readonly Dictionary<string, IReadOnlyList<double>> _columns = new(StringComparer.Ordinal);

    /// <summary>The values that may make a difference between two runs, seed excepted.</summary>
    public IEnumerable<KeyValuePair<string, string>> Distinguishing => Values.Where(value => value.Key != "seed" && !Idle.Contains(value.Key));

    /// <summary>A column of its rows; NaN where a cell has no number.</summary>
    /// <exception cref="KeyNotFoundException">It was not read.</exception>
    public IReadOnlyList<double> Column(string name) => _columns[name];

    /// <summary>Reads all of some runs: a figure that quietly lacks one would be a wrong one. Every run that cannot be read is reported.</summary>
    /// <param name="progress">Is told how many were read.</param>
    /// <exception cref="UserErrorException">A run cannot be read, as below, or the comparison asks for what the runs do not have.</exception>
    public static IReadOnlyList<ComparedRun> Read(
        IReadOnlyList<string> directories, ComparisonRequest comparison, Action<string>? warn, CancellationToken cancellation,
        IProgress<DoneCount>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(directories);
        ArgumentNullException.ThrowIfNull(comparison);
        List<ComparedRun> runs = [];
        List<UserErrorException> failures = [];
        var pool = new ManifestPool();
        foreach (string directory in directories)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                runs.Add(Read(directory, [comparison.X, .. comparison.Y], warn, pool, runs.LastOrDefault()));
            }
            catch (UserErrorException exception)
            {
                failures.Add(exception);
            }

            progress?.Report(new DoneCount(runs.Count + failures.Count, directories.Count));
        }

        Problem[] problems = [.. failures.Count > 0 ? failures.SelectMany(failure => failure.Problems) : comparison.Problems(runs)];
        return problems.Length == 0 ? runs : throw new UserErrorException(failures.Count > 0 ? failures[0].Kind : FailureKind.Usage, problems);
    }

    /// <param name="columns">What is to be drawn; what is no column is passed over.</param>
    /// <param name="warn">Is told what was passed over.</param>
    /// <exception cref="UserErrorException">
    /// <see cref="FailureKind.Usage"/>: the directory is not a run's; <see cref="FailureKind.BadData"/>, <see cref="FailureKind.InputOutput"/>: its
    /// <c>steps.csv</c> is broken, empty or cannot be read.
    /// </exception>
    public static ComparedRun Read(string directory, IReadOnlyCollection<string> columns, Action<string>? warn = null) =>
        Read(directory, columns, warn, new ManifestPool(), null);

    /// <param name="before">The run that was read before, which most often has the same steps.</param>
    private static ComparedRun Read(
        string directory, IReadOnlyCollection<string> columns, Action<string>? warn, ManifestPool pool, ComparedRun? before)
    {
        Run run = Run.Open(directory);
        FinishedFiles.Require(directory, directory, run.Manifest, RunDirectory.StepsName);
        IReadOnlyList<StepRow> rows = run.Steps(warn);
        if (rows.Count == 0)
        {
            throw new UserErrorException(
                FailureKind.BadData, $"{run.File(RunDirectory.StepsName)}: has no rows, so there is nothing to draw. Run the training again.");
        }

        double[] steps = [.. rows.Select(row => (double)row.Step)];
        var compared = new ComparedRun(
            run.Name, run.State, DrawnRun.Of(run), run.Manifest.Network?.Classes, ValuesOf(run.Manifest, pool),
            before is not null && steps.AsSpan().SequenceEqual((double[])before.Steps) ? before.Steps : steps);
        foreach (Column<StepRow> column in StepColumns.All.Where(column => columns.Contains(column.Header)))
        {
            compared._columns[column.Header] = column.Header == ComparisonRequest.DefaultX
                ? compared.Steps
                : [.. rows.Select(row => column.Number(row) ?? double.NaN)];
        }

        return compared;
    }

    private static Dictionary<string, string> ValuesOf(RunManifest manifest, ManifestPool pool)
    {
        var values = RunFields.Of(manifest).ToDictionary(field => pool.Text(field.Key), field => pool.Text(field.Value ?? "none"), StringComparer.Ordinal);
        foreach (SpecField omitted in SpecFields.All.Where(field => field.IsOmittedAtDefault && !values.ContainsKey(field.Name)))
        {
            values.Add(omitted.Name, pool.Text(omitted.Text(SpecFields.Defaults)));
        }

        values.TrimExcess();
        return values;
    }
}
