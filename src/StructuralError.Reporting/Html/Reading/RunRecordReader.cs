using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Reporting.Html.Model;
using StructuralError.Runs.Directories;

namespace StructuralError.Reporting.Html.Reading;

/// <summary>Reads what a run directory says about its run.</summary>
public static class RunRecordReader
{
    /// <summary>Reads leniently: a file that is not there gives no facts, one that cannot be read gives none and a warning.</summary>
    public static RunRecord Read(string runDirectory, Action<string>? warn = null)
    {
        ArgumentNullException.ThrowIfNull(runDirectory);
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(runDirectory));
        using JsonDocument? manifest = Open(Path.Combine(full, RunDirectory.ManifestName), warn);
        using JsonDocument? summary = Open(Path.Combine(full, RunDirectory.SummaryName), warn);
        JsonElement root = manifest?.RootElement ?? default;
        IReadOnlyList<string> arguments = root.Member("command_line").List();
        return new RunRecord
        {
            Name = Path.GetFileName(full),
            Outcome = root.Member("outcome").Words(),
            Error = root.Member("error").Words(),
            Start = root.Member("start").Words(),
            End = root.Member("end").Words(),
            CommandLine = arguments.Count > 0 ? string.Join(' ', arguments.Select(ShellWord.Quote)) : null,
            Spec = root.Member("spec").Pairs(),
            Network = Network(root.Member("network")),
            Data = Data(root.Member("dataset")),
            Environment = Environment(root.Member("source"), root.Member("engine"), root.Member("machine")),
            Results = Results(summary?.RootElement ?? default),
            HasCheckpoint = HasFiles(Path.Combine(full, RunDirectory.CheckpointName)),
        };
    }

    private static RunNetwork Network(JsonElement network) => new()
    {
        Name = network.Member("name").Words(),
        Title = network.Member("title").Words(),
        Values = network.Member("values").Pairs(),
        Parameters = network.Member("parameters").Whole(),
    };

    private static RunData Data(JsonElement dataset) => new()
    {
        Name = dataset.Member("name").Words(),
        Source = dataset.Member("source").Words(),
        TrainSamples = dataset.Member("train_samples").Whole(),
        TestSamples = dataset.Member("test_samples").Whole(),
        Sha256 = dataset.Member("sha256").Pairs(),
    };

    private static RunEnvironment Environment(JsonElement source, JsonElement engine, JsonElement machine) => new()
    {
        ProgramVersion = source.Member("version").Words(),
        Commit = source.Member("commit").Words(),
        Dirty = source.Member("dirty").Flag(),
        Device = engine.Member("device").Words(),
        Precision = engine.Member("precision").Words(),
        InstructionSet = engine.Member("instruction_set").Words(),
        Threads = engine.Member("threads").Words(),
        Processor = machine.Member("processor").Words(),
        Processors = machine.Member("processors").Words(),
        MemoryBytes = machine.Member("memory_bytes").Whole(),
        OperatingSystem = machine.Member("operating_system").Words(),
        Architecture = machine.Member("architecture").Words(),
        Runtime = machine.Member("runtime").Words(),
    };

    private static RunResults Results(JsonElement summary) => new()
    {
        TestAccuracy = summary.Member("test_accuracy").Real(),
        TestLoss = summary.Member("test_loss").Real(),
        Steps = summary.Member("steps").Whole(),
        MeasuredSteps = summary.Member("measured_steps").Whole(),
        Theorem3Checks = summary.Member("theorem3_checks").Whole(),
        Theorem3Violations = summary.Member("theorem3_violations").Whole(),
        Seconds = summary.Member("seconds").Real(),
        TrainingSeconds = summary.Member("training_seconds").Real(),
        PeakMemoryBytes = summary.Member("peak_memory_bytes").Whole(),
    };

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

    private static JsonDocument? Open(string path, Action<string>? warn)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            warn?.Invoke($"{path}: cannot be read, the report lacks what it says: {exception.Message}");
            return null;
        }
    }
}
