using System.Text.Json;
using System.Text.Json.Serialization;
using StructuralError.Core.Common;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Files;

/// <summary>Everything needed to know what a run was: <c>manifest.json</c>, read and written. What a file does not say is null.</summary>
public sealed record RunManifest : FileRecord
{
    public const string ProgramName = "structural-error";
    public const int CurrentSchema = 1;

    /// <summary>The origin of a network's value that stands in the model's file.</summary>
    public const string ModelFileOrigin = "model file";

    /// <summary>Where the origins have the values of the network: <c>network.k</c>.</summary>
    public const string NetworkPrefix = "network.";

    /// <summary><see cref="ProgramName"/>.</summary>
    public string? Program { get; init; }

    /// <summary><see cref="CurrentSchema"/>.</summary>
    public int? Schema { get; init; }

    [JsonConverter(typeof(RunOutcomeConverter))]
    public RunOutcome Outcome { get; init; }

    /// <summary>Why a run failed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Error { get; init; }

    [JsonConverter(typeof(MillisecondsConverter))]
    public DateTimeOffset? Start { get; init; }

    [JsonConverter(typeof(MillisecondsConverter)), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? End { get; init; }

    /// <summary>What began the run, where another process went on; the engine, the machine and the sources below are those of the last.</summary>
    public RunProcess? Begun { get; init; }

    /// <summary>Where and when the run was continued after it had been interrupted, and by what.</summary>
    public IReadOnlyList<RunResume> Resumes { get => field ?? []; init; }

    /// <summary>Hash of all that decides what the run computes.</summary>
    public string? SpecHash { get; init; }

    /// <summary>Hash of the spec's hash and of the data: the identity of the results.</summary>
    public string? RunIdentity { get; init; }

    /// <summary>SHA-256 of <c>summary.json</c>, of a completed run.</summary>
    public string? SummarySha256 { get; init; }

    /// <summary>The spec's values by field name, and under <c>network</c> those that were asked for of the network.</summary>
    public OrderedDictionary<string, JsonElement>? Spec { get; init; }

    /// <summary>Where each value came from, the network's with <see cref="NetworkPrefix"/>.</summary>
    public OrderedDictionary<string, string>? Origins { get; init; }

    public NetworkRecord? Network { get; init; }

    public DatasetRecord? Dataset { get; init; }

    /// <summary>The file that the parameters were taken from; null where the seed drew them.</summary>
    public WeightsSource? InitialWeights { get; init; }

    public EngineRecord? Engine { get; init; }

    public MachineInfo? Machine { get; init; }

    public SourceVersion? Source { get; init; }

    /// <summary>The Slurm job the run is part of, if any.</summary>
    public OrderedDictionary<string, string>? Slurm { get; init; }

    /// <summary>Arguments as the program got them.</summary>
    public IReadOnlyList<string> CommandLine { get => field ?? []; init; }

    /// <summary>See <see cref="ManifestSeal"/>; null where the file has none.</summary>
    [JsonPropertyName("sha256")]
    public string? Seal { get; init; }

    /// <summary>A value of the spec; of kind <see cref="JsonValueKind.Undefined"/> where there is none.</summary>
    public JsonElement SpecValue(string name) => Spec?.GetValueOrDefault(name) ?? default;

    /// <summary>A value of the network; of kind <see cref="JsonValueKind.Undefined"/> where there is none.</summary>
    public JsonElement NetworkValue(string name) => Network?.Values?.GetValueOrDefault(name) ?? default;

    /// <summary>Reads a manifest that must be one of a run: its outcome, its spec and its hashes are there.</summary>
    /// <param name="reason">Where null is returned: why, as the end of a sentence that starts with the file's name.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to read it.</exception>
    public static RunManifest? Read(string path, out string reason)
    {
        RunManifest? manifest = ReadPart(path, out reason);
        if (manifest is null)
        {
            return null;
        }

        reason = manifest.Program != ProgramName ? "was not written by this program"
            : manifest.Schema != CurrentSchema ? $"has another schema than {CurrentSchema}: it was written by another version of this program"
            : manifest is { SpecHash: null } or { RunIdentity: null } or { Spec: null } or { Outcome: RunOutcome.Unknown }
                ? "lacks the outcome, the spec or its hashes"
            : string.Empty;
        return reason.Length == 0 ? manifest : null;
    }

    /// <summary>Reads whatever a manifest says, however little.</summary>
    /// <inheritdoc cref="Read"/>
    public static RunManifest? ReadPart(string path, out string reason) => JsonFile.Read(path, RunFilesJson.Strict.Type<RunManifest>(), out reason);

    /// <summary>The content of the file, sealed.</summary>
    public string ToJson() => ManifestSeal.Put(JsonDocuments.Write(this with { Seal = null }, RunFilesJson.Strict.Type<RunManifest>()));

    /// <summary>As part of another document.</summary>
    public JsonElement ToElement() => JsonSerializer.SerializeToElement(this, RunFilesJson.Strict.Type<RunManifest>());
}

/// <summary>The network of a run, as its manifest describes it.</summary>
/// <param name="Name">Short name: <c>b</c>.</param>
/// <param name="Formerly">Its name in earlier versions, by which the run is identified; null where it had no other.</param>
/// <param name="Title">Long name: Fully connected, skip connections.</param>
/// <param name="Values">The values that its parameters took: k, width, skip, ….</param>
/// <param name="Parameters">|θ|.</param>
/// <param name="Input">The input's shape in words.</param>
/// <param name="Layers">What the run computes with, whatever file it came from.</param>
public sealed record NetworkRecord(
    string? Name = null,
    string? Formerly = null,
    string? Title = null,
    OrderedDictionary<string, JsonElement>? Values = null,
    long? Parameters = null,
    int? Classes = null,
    string? Input = null,
    JsonElement Layers = default)
    : FileRecord;

/// <summary>The data of a run.</summary>
/// <param name="Name">The real name, never <c>auto</c>.</param>
/// <param name="Sha256">SHA-256 by name of each data file.</param>
/// <param name="Warnings">What is unusual about the data, as the run was warned; null for nothing.</param>
public sealed record DatasetRecord(
    string? Name = null,
    string? Source = null,
    long? TrainSamples = null,
    long? TestSamples = null,
    OrderedDictionary<string, string>? Sha256 = null,
    IReadOnlyList<string>? Warnings = null)
    : FileRecord;

/// <summary>The file that a run's initial weights came from.</summary>
/// <param name="Sha256">Of the whole file, hexadecimal: part of the run's identity, which the path is not.</param>
public sealed record WeightsSource([property: JsonPropertyName("file")] string? Path, string? Sha256) : FileRecord;

/// <summary>What a run computes with.</summary>
/// <param name="Device"><c>cpu</c>, <c>cuda:0</c>, ….</param>
/// <param name="DeviceName">What the device's maker calls it.</param>
/// <param name="DeviceReason">How the run came to the device; null where it was asked for.</param>
/// <param name="Precision"><c>f32</c> or <c>f64</c>.</param>
public sealed record EngineRecord(
    string? Device = null,
    string? DeviceName = null,
    string? DeviceReason = null,
    string? Precision = null,
    string? InstructionSet = null,
    int? Threads = null)
    : FileRecord;
