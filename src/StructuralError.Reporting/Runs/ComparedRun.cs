using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Specs;
using StructuralError.Runs;
using StructuralError.Runs.Directories;

namespace StructuralError.Reporting.Runs;

/// <summary>A run as one of several: its rows, and the values that tell it from the others.</summary>
/// <param name="Values">The spec's fields and the network's parameters by name, in words. <c>dataset</c> and <c>model</c> are the real ones.</param>
public sealed record ComparedRun(Run Run, IReadOnlyList<StepRow> Rows, IReadOnlyDictionary<string, string> Values)
{
    // Where a value comes from or how long it takes to compute, not what is computed.
    private static readonly string[] Idle = ["data_dir", "mirror", "threads"];

    public string Name => Run.Name;

    /// <summary>The values that may make a difference between two runs, seed excepted.</summary>
    public IEnumerable<KeyValuePair<string, string>> Distinguishing => Values.Where(value => value.Key != "seed" && !Idle.Contains(value.Key));

    /// <summary>Reads all of some runs: a figure that quietly lacks one would be a wrong one. Every run that cannot be read is reported.</summary>
    /// <param name="progress">Is told how many were read.</param>
    /// <exception cref="UserErrorException">A run cannot be read, as below, or the comparison asks for what the runs do not have.</exception>
    public static IReadOnlyList<ComparedRun> Read(
        IReadOnlyList<string> directories, ComparisonRequest comparison, Action<string>? warn, CancellationToken cancellation, IProgress<int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(directories);
        ArgumentNullException.ThrowIfNull(comparison);
        List<ComparedRun> runs = [];
        List<UserErrorException> failures = [];
        foreach (string directory in directories)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                runs.Add(Read(directory, warn));
            }
            catch (UserErrorException exception)
            {
                failures.Add(exception);
            }

            progress?.Report(runs.Count + failures.Count);
        }

        Problem[] problems = [.. failures.Count > 0 ? failures.SelectMany(failure => failure.Problems) : comparison.Problems(runs)];
        return problems.Length == 0 ? runs : throw new UserErrorException(failures.Count > 0 ? failures[0].Kind : FailureKind.Usage, problems);
    }

    /// <param name="warn">Is told what was passed over.</param>
    /// <exception cref="UserErrorException">
    /// <see cref="FailureKind.Usage"/>: the directory is not a run's; <see cref="FailureKind.BadData"/>, <see cref="FailureKind.InputOutput"/>: its
    /// <c>steps.csv</c> is broken, empty or cannot be read.
    /// </exception>
    public static ComparedRun Read(string directory, Action<string>? warn = null)
    {
        Run run = Run.Open(directory);
        FinishedFiles.Require(directory, directory, run.Manifest, RunDirectory.StepsName);
        IReadOnlyList<StepRow> rows = run.Steps(warn);
        if (rows.Count == 0)
        {
            throw new UserErrorException(
                FailureKind.BadData, $"{run.File(RunDirectory.StepsName)}: has no rows, so there is nothing to draw. Run the training again.");
        }

        var values = RunFields.Of(run.Manifest).ToDictionary(field => field.Key, field => field.Value ?? "none", StringComparer.Ordinal);
        foreach (SpecField omitted in SpecFields.All.Where(field => field.IsOmittedAtDefault))
        {
            values.TryAdd(omitted.Name, omitted.Text(SpecFields.Defaults));
        }

        return new ComparedRun(run, rows, values);
    }
}
