using System.Text.Json;
using System.Text.Json.Serialization;
using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Core.Training;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Files;

/// <summary>What a completed run came to: <c>summary.json</c>, read and written, and what <c>--json</c> prints. What a file does not say is null.</summary>
public sealed record RunSummary : FileRecord
{
    public const int CurrentSchema = 1;

    public int? Schema { get; init; }

    public string? RunDirectory { get; init; }

    public string? Dataset { get; init; }

    public string? Model { get; init; }

    /// <summary>What was trained for; null for softmax.</summary>
    public string? Loss { get; init; }

    public long? Seed { get; init; }

    public double? TestAccuracy { get; init; }

    public double? TestLoss { get; init; }

    public long? TestSamples { get; init; }

    public double? FinalLoss { get; init; }

    public double? FinalAccuracy { get; init; }

    public long? Steps { get; init; }

    public long? MeasuredSteps { get; init; }

    /// <summary>Samples on which Theorem 3's inequality was checked.</summary>
    public long? Theorem3Checks { get; init; }

    /// <summary>Those on which it did not hold.</summary>
    public long? Theorem3Violations { get; init; }

    /// <summary>Those whose A is singular, so that the upper bound is infinite; null for none.</summary>
    public long? SingularSamples { get; init; }

    /// <summary>Samples on which Proposition 1 was checked; null where every target is a label.</summary>
    public long? Proposition1Checks { get; init; }

    /// <summary>Those on which it did not hold.</summary>
    public long? Proposition1Violations { get; init; }

    /// <summary>Those that were fitted exactly, E_f = 0, where the theorem says 0 ≤ 0 ≤ 0; null for none.</summary>
    public long? ExactFits { get; init; }

    /// <summary>Kernels between samples on which both bounds of the mean gradient's norm were checked; null where none was measured.</summary>
    public long? KernelChecks { get; init; }

    /// <summary>Those on which they did not hold.</summary>
    public long? KernelViolations { get; init; }

    /// <summary>Wall time of the run: training, evaluation and files, from the moment data and network were ready.</summary>
    public double? Seconds { get; init; }

    /// <summary>Wall time of the training loop.</summary>
    public double? TrainingSeconds { get; init; }

    public double? StepsPerSecond { get; init; }

    /// <summary>Where a referee checked steps.</summary>
    public RefereeSummary? Referee { get; init; }

    /// <summary>Largest resident memory of the process.</summary>
    public long? PeakMemoryBytes { get; init; }

    public string? SpecHash { get; init; }

    public string? RunIdentity { get; init; }

    /// <summary>SHA-256 of the run's row files by name.</summary>
    public OrderedDictionary<string, string>? Sha256 { get; init; }

    /// <summary>What the check of Theorem 3 came to, in words.</summary>
    [JsonIgnore]
    public string Theorem3 => FormattableString.Invariant($"{Theorem3Violations} violations in {Theorem3Checks} checks")
        + (SingularSamples is { } singular
            ? FormattableString.Invariant($"; A is singular in {singular} samples, where the upper bound is infinite")
            : string.Empty)
        + (ExactFits is { } exact ? FormattableString.Invariant($"; {exact} samples are fitted exactly, where both sides are 0") : string.Empty);

    /// <summary>What the check of Proposition 1 came to, in words; null where every target is a label.</summary>
    [JsonIgnore]
    public string? Proposition1 =>
        Proposition1Checks is null ? null : FormattableString.Invariant($"{Proposition1Violations} violations in {Proposition1Checks} checks");

    /// <summary>What the check of the bounds from the kernel between samples came to, in words; null where none was measured.</summary>
    [JsonIgnore]
    public string? Kernel => KernelChecks is null ? null : FormattableString.Invariant($"{KernelViolations} violations in {KernelChecks} checks");

    /// <summary>The results of a run; what they do not say is left to the caller.</summary>
    public static RunSummary Of(RunManifest manifest, TrainingResult training, Evaluation test) => new()
    {
        Schema = CurrentSchema,
        Dataset = manifest.Dataset?.Name,
        Model = manifest.Network?.Name,
        Loss = manifest.SpecValue("loss").TextAt(),
        Seed = manifest.SpecValue("seed").WholeAt(),
        TestAccuracy = test.Accuracy,
        TestLoss = test.Loss,
        TestSamples = test.Samples,
        FinalLoss = training.FinalLoss,
        FinalAccuracy = training.FinalAccuracy,
        Steps = training.Steps,
        MeasuredSteps = training.Rows,
        Theorem3Checks = training.Checks,
        Theorem3Violations = training.Violations,
        SingularSamples = training.Singular > 0 ? training.Singular : null,
        Proposition1Checks = training.Proposition1Checks > 0 ? training.Proposition1Checks : null,
        Proposition1Violations = training.Proposition1Checks > 0 ? training.Proposition1Violations : null,
        ExactFits = training.ExactFits > 0 ? training.ExactFits : null,
        KernelChecks = training.KernelChecks > 0 ? training.KernelChecks : null,
        KernelViolations = training.KernelChecks > 0 ? training.KernelViolations : null,
        TrainingSeconds = training.Elapsed.TotalSeconds,
        StepsPerSecond = training.Steps / training.Elapsed.TotalSeconds,
        SpecHash = manifest.SpecHash,
        RunIdentity = manifest.RunIdentity,
    };

    /// <param name="reason">Where null is returned: why, as the end of a sentence that starts with the file's name.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to read it.</exception>
    public static RunSummary? Read(string path, out string reason)
    {
        if (!File.Exists(path))
        {
            reason = "is missing";
            return null;
        }

        RunSummary? summary = ReadPart(path, out reason);
        if (summary is null || summary.Schema == CurrentSchema)
        {
            return summary;
        }

        reason = $"has another schema than {CurrentSchema}";
        return null;
    }

    /// <summary>Reads whatever a summary says, however little.</summary>
    /// <inheritdoc cref="Read"/>
    public static RunSummary? ReadPart(string path, out string reason) => JsonFile.Read(path, RunFilesJson.Strict.Type<RunSummary>(), out reason);

    /// <summary>The content of the file.</summary>
    public string ToJson() => JsonDocuments.Write(this, RunFilesJson.Strict.Type<RunSummary>());

    /// <summary>As part of another document.</summary>
    public JsonElement ToElement() => JsonSerializer.SerializeToElement(this, RunFilesJson.Strict.Type<RunSummary>());
}
