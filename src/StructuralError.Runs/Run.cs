using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Runs.Columns;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;

namespace StructuralError.Runs;

/// <summary>A run as its directory tells of it. What files do not say is null.</summary>
/// <param name="Path">The directory, as it was named.</param>
/// <param name="Summary">Null where there is none that can be read.</param>
public sealed record Run(string Path, RunStatus Status, RunManifest Manifest, RunSummary? Summary)
{
    /// <summary>Why <c>summary.json</c> cannot be read, as the end of a sentence that starts with its name.</summary>
    public string? SummaryFault { get; private init; }

    /// <summary>Name of the directory.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(Path)));

    /// <summary>What rows the spec asks for.</summary>
    public RowPlan? Plan => RowPlan.Of(Manifest);

    public long? Seed => Manifest.SpecValue("seed").WholeAt();

    /// <summary>Steps taken: the summary's, or up to the last whole row of <c>steps.csv</c>.</summary>
    public long? StepsTaken => Summary?.Steps ?? (LastRow.Step(File(RunDirectory.StepsName)) is { } last and < long.MaxValue ? last + 1 : null);

    /// <summary>Wall time in seconds: the summary's; of other runs the time from start to end, or to <paramref name="now"/> while they run. Never negative,
    /// whatever the clock did.</summary>
    public double? Seconds(DateTimeOffset now)
    {
        DateTimeOffset? end = Status == RunStatus.Running ? now : Manifest.End;
        return Summary?.Seconds ?? (end - Manifest.Start is { } elapsed ? Math.Max(0, elapsed.TotalSeconds) : null);
    }

    /// <summary>Path of a file in the directory.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Rows of <c>steps.csv</c>, in order; none where there is no such file.</summary>
    /// <param name="warn">Is told what was dropped.</param>
    /// <exception cref="UserErrorException"><see cref="FailureKind.BadData"/>: the file is broken; <see cref="FailureKind.InputOutput"/>: it cannot be read.</exception>
    public IReadOnlyList<StepRow> Steps(Action<string>? warn = null) => Rows(StepColumns.Table, RunDirectory.StepsName, warn);

    /// <summary>Rows of <c>layers.csv</c>, in order of step and part; none where they were not asked for.</summary>
    /// <inheritdoc cref="Steps"/>
    public IReadOnlyList<LayerRow> Layers(Action<string>? warn = null) => Rows(LayerColumns.Table, RunDirectory.LayersName, warn);

    /// <summary>Rows of <c>independence.csv</c>, in order; none where they were not asked for.</summary>
    /// <inheritdoc cref="Steps"/>
    public IReadOnlyList<IndependenceRow> Independence(Action<string>? warn = null) => Rows(IndependenceColumns.Table, RunDirectory.IndependenceName, warn);

    /// <summary>Opens a run that is there, and changes nothing in it.</summary>
    /// <exception cref="UserErrorException"><see cref="FailureKind.Usage"/>: the directory is not a run's; <see cref="FailureKind.InputOutput"/>: it cannot be read.</exception>
    public static Run Open(string directory)
    {
        try
        {
            return Find(directory, out string reason)
                ?? throw new UserErrorException(FailureKind.Usage, $"{directory}: is not a run directory: {reason}; give one that 'train' made.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(FailureKind.InputOutput, $"{directory}: cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Looks at a directory and changes nothing in it.</summary>
    /// <param name="reason">Where null is returned: why it is not taken for a run.</param>
    /// <exception cref="IOException">The directory or a file in it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to read it.</exception>
    public static Run? Find(string directory, out string reason)
    {
        RunInspection found = RunInspection.Of(directory);
        reason = found.Reason ?? string.Empty;
        if (found.Manifest is null)
        {
            return null;
        }

        RunSummary? summary = RunSummary.Read(System.IO.Path.Combine(directory, RunDirectory.SummaryName), out string fault);
        return new Run(directory, StatusOf(directory, found), found.Manifest, summary) { SummaryFault = summary is null ? fault : null };
    }

    private IReadOnlyList<T> Rows<T>(CsvTable<T> table, string name, Action<string>? warn) => System.IO.File.Exists(File(name)) ? table.Read(File(name), warn) : [];

    private static RunStatus StatusOf(string directory, RunInspection found) => found switch
    {
        { State: RunState.Finished } => RunStatus.Finished,
        { Manifest.Outcome: RunOutcome.Failed } => RunStatus.Failed,
        { Manifest.Outcome: RunOutcome.Running } when RunLock.IsHeld(directory) => RunStatus.Running,
        _ => RunStatus.Interrupted,
    };
}
