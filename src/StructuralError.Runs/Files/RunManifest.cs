using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Runs.Specs;

namespace StructuralError.Runs.Files;

/// <summary>Everything needed to know what a run was: <c>manifest.json</c>.</summary>
public sealed record RunManifest
{
    public const string Program = "structural-error";
    public const int Schema = 1;

    /// <summary>The origin of a network's value that stands in the model's file.</summary>
    public const string ModelFileOrigin = "model file";

    public required ResolvedSpec Spec { get; init; }

    public required RunIdentity Identity { get; init; }

    public required Network Network { get; init; }

    public required DatasetPair Dataset { get; init; }

    public required EngineInfo Engine { get; init; }

    /// <summary>How the run came to the engine's device; null where nothing was chosen.</summary>
    public DeviceChoice? Device { get; init; }

    public required MachineInfo Machine { get; init; }

    public required SourceVersion Source { get; init; }

    /// <summary>The Slurm job the run is part of, if any.</summary>
    public SlurmJob? Slurm { get; init; }

    /// <summary>Arguments as the program got them.</summary>
    public required ImmutableArray<string> CommandLine { get; init; }

    public required DateTimeOffset Start { get; init; }

    public DateTimeOffset? End { get; init; }

    /// <summary>Where and when the run was continued after it had been interrupted.</summary>
    public ImmutableArray<RunResume> Resumes { get; init; } = [];

    /// <summary>The file that the parameters were taken from; null where the seed drew them.</summary>
    public WeightsSource? InitialWeights { get; init; }

    public RunOutcome Outcome { get; init; } = RunOutcome.Running;

    /// <summary>Why a run failed.</summary>
    public string? Error { get; init; }

    /// <summary>SHA-256 of <c>summary.json</c>, of a completed run.</summary>
    public string? SummarySha256 { get; init; }

    public string ResultsIdentity => Identity.WithData(Dataset.Sha256);

    public string ToJson() => JsonText.Write(Write, indented: true);

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("program", Program);
        writer.WriteNumber("schema", Schema);
        writer.WriteString("outcome", RunOutcomes.Name(Outcome));
        writer.WriteOptional("error", Error);
        writer.WriteString("start", Time(Start));
        writer.WriteOptional("end", End is { } end ? Time(end) : null);
        RunResume.Write(writer, Resumes);
        writer.WriteString("spec_hash", Identity.SpecHash);
        writer.WriteString("run_identity", ResultsIdentity);
        if (SummarySha256 is not null)
        {
            writer.WriteString("summary_sha256", SummarySha256);
        }

        WriteSpec(writer);
        WriteNetwork(writer);
        WriteDataset(writer);
        InitialWeights?.Write(writer);
        writer.WriteStartObject("engine");
        writer.WriteString("device", Engine.Device);
        if (Device?.Name is { } name)
        {
            writer.WriteString("device_name", name);
        }

        if (Device?.Reason is { } reason)
        {
            writer.WriteString("device_reason", reason);
        }

        writer.WriteString("precision", Engine.Precision == Precision.F64 ? "f64" : "f32");
        writer.WriteString("instruction_set", Engine.InstructionSet);
        writer.WriteNumber("threads", Engine.Threads);
        writer.WriteEndObject();
        Machine.Write(writer);
        Source.Write(writer);
        if (Slurm is not null)
        {
            writer.WritePropertyName("slurm");
            Slurm.Write(writer);
        }

        writer.WriteStrings("command_line", CommandLine);
        writer.WriteEndObject();
    }

    private void WriteSpec(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("spec");
        foreach (SpecField field in SpecFields.All)
        {
            writer.WritePropertyName(field.Name);
            field.Write(writer, Spec.Spec);
        }

        NetworkDescription.WriteValues(writer, "network", Network, Spec.Spec.Network);
        writer.WriteEndObject();
        writer.WriteStartObject("origins");
        foreach ((string name, string origin) in Origins())
        {
            writer.WriteString(name, origin);
        }

        writer.WriteEndObject();
    }

    /// <summary>The spec's origins, and those of the network's values that nobody gave.</summary>
    private ImmutableSortedDictionary<string, string> Origins()
    {
        ImmutableSortedDictionary<string, string>.Builder origins = Spec.Origins.ToBuilder();
        foreach (string name in Network.Values.Keys)
        {
            _ = origins.TryAdd("network." + name, ModelFileOrigin);
        }

        return origins.ToImmutable();
    }

    private void WriteNetwork(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("network");
        writer.WriteString("name", Network.Name);
        writer.WriteString("title", Network.Title);
        NetworkDescription.WriteValues(writer, "values", Network, Network.Values);
        writer.WriteNumber("parameters", Network.ParameterCount);
        writer.WriteNumber("classes", Network.Classes);
        writer.WriteString("input", Network.Input.ToString());
        writer.WritePropertyName("layers");
        NetworkDescription.Write(writer, Network.Layers);
        writer.WriteEndObject();
    }

    private void WriteDataset(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("dataset");
        writer.WriteString("name", Dataset.Name);
        writer.WriteString("source", Dataset.Source);
        writer.WriteNumber("train_samples", Dataset.Train.Count);
        writer.WriteNumber("test_samples", Dataset.Test.Count);
        writer.WriteStartObject("sha256");
        foreach ((string file, string sha256) in Dataset.Sha256.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.WriteString(file, sha256);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
