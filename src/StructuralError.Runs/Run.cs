using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Runs.Tables;

namespace StructuralError.Runs;

/// <summary>A run as its directory tells of it. What files do not say is null.</summary>
/// <param name="Path">The directory, as it was named.</param>
/// <param name="Summary">Null where there is none that can be read.</param>
public sealed record Run(string Path, RunState State, RunManifest Manifest, RunSummary? Summary)
{
    // A label is a byte.
    private const int MostClasses = 256;

    /// <summary>Why <c>summary.json</c> cannot be read, as the end of a sentence that starts with its name.</summary>
    public string? SummaryFault { get; private init; }

    /// <summary>Name of the directory.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(Path)));

    /// <summary>What rows the spec asks for.</summary>
    public RowPlan? Plan => RowPlan.Of(Manifest);

    public long? Seed => Manifest.SpecValue("seed").WholeAt();

    /// <summary>Steps taken: the summary's, or up to the last whole row of <c>steps.csv</c>; null where that cannot be read.</summary>
    public long? StepsTaken => ReadSteps(out _);

    /// <summary>Why <see cref="StepsTaken"/> is not known, though there is a <c>steps.csv</c>; null where it is.</summary>
    public string? StepsFault => ReadSteps(out string? fault) is null ? fault : null;

    /// <summary>Wall time in seconds: the summary's; of other runs the time from start to end, or to <paramref name="now"/> while they run. Never negative,
    /// whatever the clock did.</summary>
    public double? Seconds(DateTimeOffset now)
    {
        DateTimeOffset? end = State == RunState.Running ? now : Manifest.End;
        return Summary?.Seconds ?? (end - Manifest.Start is { } elapsed ? Math.Max(0, elapsed.TotalSeconds) : null);
    }

    /// <summary>Whether the manifest says that it came to its end.</summary>
    public bool IsCompleted => Manifest.Outcome == RunOutcome.Completed;

    /// <summary>Arguments as the program got them, for a POSIX shell.</summary>
    public string? CommandLine => Manifest.CommandLine.Count == 0 ? null : string.Join(' ', Manifest.CommandLine.Select(ShellWord.Quote));

    /// <summary>Whether its parameters were kept.</summary>
    public bool HasCheckpoint => Directory.Exists(File(RunDirectory.CheckpointName))
        && Directory.EnumerateFiles(File(RunDirectory.CheckpointName), "*", new EnumerationOptions { IgnoreInaccessible = true }).Any();

    /// <summary>Path of a file in the directory.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Rows of <c>steps.csv</c>, in order; none where there is no such file.</summary>
    /// <param name="warn">Is told what was dropped.</param>
    /// <exception cref="UserErrorException">
    /// <see cref="FailureKind.BadData"/>: the file is broken; <see cref="FailureKind.InputOutput"/>: it cannot be read.
    /// </exception>
    public IReadOnlyList<StepRow> Steps(Action<string>? warn = null) => Rows(RunTables.Steps, RunDirectory.StepsName, warn);

    /// <summary>Rows of <c>layers.csv</c>, in order of step and part; none where they were not asked for.</summary>
    /// <inheritdoc cref="Steps"/>
    public IReadOnlyList<LayerRow> Layers(Action<string>? warn = null) => Rows(RunTables.Layers, RunDirectory.LayersName, warn);

    /// <summary>Rows of <c>independence.csv</c>, in order; none where they were not asked for.</summary>
    /// <inheritdoc cref="Steps"/>
    public IReadOnlyList<IndependenceRow> Independence(Action<string>? warn = null) => Rows(RunTables.Independence, RunDirectory.IndependenceName, warn);

    /// <summary>Rows of <c>kernel.csv</c>, in order; none where they were not asked for.</summary>
    /// <inheritdoc cref="Steps"/>
    public IReadOnlyList<KernelRow> Kernel(Action<string>? warn = null) => Rows(RunTables.Kernel, RunDirectory.KernelName, warn);

    /// <summary>
    /// Rows of <c>samples.csv</c>, in order of step and place in the batch; none where they were not asked for. They are read from the file while they are
    /// looked at: a run of many steps has millions.
    /// </summary>
    /// <inheritdoc cref="Steps"/>
    public IEnumerable<SampleRow> Samples(Action<string>? warn = null)
    {
        string path = File(RunDirectory.SamplesName);
        return !System.IO.File.Exists(path) ? []
            : Manifest.Network?.Classes is >= 1 and <= MostClasses and var classes ? RunTables.Samples(classes).Stream(path, warn)
            : throw new UserErrorException(FailureKind.BadData, $"{File(RunDirectory.ManifestName)}: does not say of how many classes {path} is.");
    }

    /// <summary>Opens a run that is there, and changes nothing in it.</summary>
    /// <exception cref="UserErrorException">
    /// <see cref="FailureKind.Usage"/>: the directory is not a run's; <see cref="FailureKind.InputOutput"/>: it cannot be read.
    /// </exception>
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

    /// <summary>Reads leniently what a directory says, however little; changes nothing in it.</summary>
    /// <param name="warn">Is told of a file that is there and cannot be read: its path, and why.</param>
    public static Run ReadPart(string directory, Action<string, string>? warn = null)
    {
        RunManifest manifest = ReadManifest(directory, warn);
        RunSummary? summary = ReadPart(System.IO.Path.Combine(directory, RunDirectory.SummaryName), RunSummary.ReadPart, warn);
        return new Run(directory, RunInspection.StateOf(directory, manifest.Outcome), manifest, summary);
    }

    /// <summary>What the manifest says, however little.</summary>
    /// <inheritdoc cref="ReadPart(string, Action{string, string}?)"/>
    public static RunManifest ReadManifest(string directory, Action<string, string>? warn = null) =>
        ReadPart(System.IO.Path.Combine(directory, RunDirectory.ManifestName), RunManifest.ReadPart, warn) ?? new();

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

        // A manifest that says so is believed as long as somebody holds the lock.
        RunState state = found.State == RunState.Running && !RunLock.IsHeld(directory) ? RunState.Interrupted : found.State;
        RunSummary? summary = RunSummary.Read(System.IO.Path.Combine(directory, RunDirectory.SummaryName), out string fault);
        return new Run(directory, state, found.Manifest, summary) { SummaryFault = summary is null ? fault : null };
    }

    private long? ReadSteps(out string? fault)
    {
        fault = null;
        try
        {
            return Summary?.Steps ?? (LastRow.Step(File(RunDirectory.StepsName)) is { } last and < long.MaxValue ? last + 1 : null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            fault = exception.Message;
            return null;
        }
    }

    private IReadOnlyList<T> Rows<T>(CsvTable<T> table, string name, Action<string>? warn) =>
        System.IO.File.Exists(File(name)) ? table.Read(File(name), warn) : [];

    private delegate T? Reader<T>(string path, out string reason);

    private static T? ReadPart<T>(string path, Reader<T> read, Action<string, string>? warn)
        where T : class
    {
        if (!System.IO.File.Exists(path))
        {
            return null;
        }

        T? found = null;
        string reason;
        try
        {
            found = read(path, out reason);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            reason = exception.Message;
        }

        if (found is null)
        {
            warn?.Invoke(path, reason);
        }

        return found;
    }
}
