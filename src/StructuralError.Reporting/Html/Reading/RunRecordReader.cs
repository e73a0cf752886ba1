using System.Globalization;
using StructuralError.Experiments.Queue;
using StructuralError.Reporting.Html.Model;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;

namespace StructuralError.Reporting.Html.Reading;

/// <summary>Reads what a run directory says about its run.</summary>
public static class RunRecordReader
{
    /// <summary>Reads leniently: a file that is not there gives no facts, one that cannot be read gives none and a warning.</summary>
    public static RunRecord Read(string runDirectory, Action<string>? warn = null)
    {
        ArgumentNullException.ThrowIfNull(runDirectory);
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(runDirectory));
        RunManifest manifest = Read(Path.Combine(full, RunDirectory.ManifestName), RunManifest.ReadPart, warn) ?? new();
        RunSummary summary = Read(Path.Combine(full, RunDirectory.SummaryName), RunSummary.ReadPart, warn) ?? new();
        return new RunRecord
        {
            Name = Path.GetFileName(full),
            Outcome = manifest.Outcome == RunOutcome.Unknown ? null : RunOutcomes.Name(manifest.Outcome),
            Error = Word(manifest.Error),
            Start = Time(manifest.Start),
            End = Time(manifest.End),
            CommandLine = manifest.CommandLine.IsEmpty ? null : string.Join(' ', manifest.CommandLine.Select(ShellWord.Quote)),
            Spec = manifest.Spec.Pairs(),
            Network = new()
            {
                Name = Word(manifest.Network?.Name),
                Title = Word(manifest.Network?.Title),
                Values = manifest.Network?.Values.Pairs() ?? [],
                Parameters = manifest.Network?.Parameters,
            },
            Data = Data(manifest.Dataset ?? new()),
            Environment = Environment(manifest.Source, manifest.Engine, manifest.Machine),
            Results = Results(summary),
            HasCheckpoint = HasFiles(Path.Combine(full, RunDirectory.CheckpointName)),
        };
    }

    private static RunData Data(DatasetRecord dataset) => new()
    {
        Name = Word(dataset.Name),
        Source = Word(dataset.Source),
        TrainSamples = dataset.TrainSamples,
        TestSamples = dataset.TestSamples,
        Sha256 = [.. dataset.Sha256 ?? []],
    };

    private static RunEnvironment Environment(SourceVersion? source, EngineRecord? engine, MachineInfo? machine) => new()
    {
        ProgramVersion = Word(source?.Program),
        Commit = Word(source?.Commit),
        Dirty = source?.Dirty,
        Device = Word(engine?.Device),
        Precision = Word(engine?.Precision),
        InstructionSet = Word(engine?.InstructionSet),
        Threads = engine?.Threads?.ToString(CultureInfo.InvariantCulture),
        Processor = Word(machine?.Processor),
        Processors = machine?.Processors?.ToString(CultureInfo.InvariantCulture),
        MemoryBytes = machine?.MemoryBytes,
        OperatingSystem = Word(machine?.OperatingSystem),
        Architecture = Word(machine?.Architecture),
        Runtime = Word(machine?.Runtime),
    };

    private static RunResults Results(RunSummary summary) => new()
    {
        TestAccuracy = Finite(summary.TestAccuracy),
        TestLoss = Finite(summary.TestLoss),
        Steps = summary.Steps,
        MeasuredSteps = summary.MeasuredSteps,
        Theorem3Checks = summary.Theorem3Checks,
        Theorem3Violations = summary.Theorem3Violations,
        Seconds = Finite(summary.Seconds),
        TrainingSeconds = Finite(summary.TrainingSeconds),
        PeakMemoryBytes = summary.PeakMemoryBytes,
    };

    private static string? Word(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string? Time(DateTimeOffset? time) => time is { } known ? MillisecondsConverter.Text(known) : null;

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? value : null;

    private static bool HasFiles(string directory)
    {
        try
        {
            return Directory.Exists(directory) && Directory.EnumerateFiles(directory).Any();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private delegate T? Reader<T>(string path, out string reason);

    private static T? Read<T>(string path, Reader<T> read, Action<string>? warn)
        where T : class
    {
        if (!File.Exists(path))
        {
            return null;
        }

        string reason;
        try
        {
            if (read(path, out reason) is { } found)
            {
                return found;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            reason = exception.Message;
        }

        warn?.Invoke($"{path}: cannot be read, the report lacks what it says: {reason}");
        return null;
    }
}
