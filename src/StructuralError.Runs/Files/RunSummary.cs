using System.Text.Json;
using System.Text.Json.Serialization;
using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Core.Training;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Files;

/// <summary>What a completed run came to: <c>summary.json</c>, read and written, and what <c>--json</c> prints. What a file does not say is null.</summary>
/// <param name="Loss">What was trained for; null for softmax.</param>
/// <param name="Theorem3Checks">Samples on which Theorem 3's inequality was checked.</param>
/// <param name="Theorem3Violations">Those on which it did not hold.</param>
/// <param name="SingularSamples">Those whose A is singular, so that the upper bound is infinite; null for none.</param>
/// <param name="Proposition1Checks">Samples on which Proposition 1 was checked; null where every target is a label.</param>
/// <param name="Proposition1Violations">Those on which it did not hold.</param>
/// <param name="ExactFits">Those that were fitted exactly, E_f = 0, where the theorem says 0 ≤ 0 ≤ 0; null for none.</param>
/// <param name="KernelChecks">Kernels between samples on which both bounds of the mean gradient's norm were checked; null where none was measured.</param>
/// <param name="KernelViolations">Those on which they did not hold.</param>
/// <param name="Seconds">Wall time of the run: training, evaluation and files, from the moment data and network were ready.</param>
/// <param name="TrainingSeconds">Wall time of the training loop.</param>
/// <param name="Referee">Where a referee checked steps.</param>
/// <param name="PeakMemoryBytes">Largest resident memory of the process.</param>
/// <param name="Sha256">SHA-256 of the run's row files by name.</param>
public sealed record RunSummary(
    int? Schema = null,
    string? RunDirectory = null,
    string? Dataset = null,
    string? Model = null,
    string? Loss = null,
    long? Seed = null,
    double? TestAccuracy = null,
    double? TestLoss = null,
    long? TestSamples = null,
    double? FinalLoss = null,
    double? FinalAccuracy = null,
    long? Steps = null,
    long? MeasuredSteps = null,
    long? Theorem3Checks = null,
    long? Theorem3Violations = null,
    long? SingularSamples = null,
    long? Proposition1Checks = null,
    long? Proposition1Violations = null,
    long? ExactFits = null,
    long? KernelChecks = null,
    long? KernelViolations = null,
    double? Seconds = null,
    double? TrainingSeconds = null,
    double? StepsPerSecond = null,
    RefereeSummary? Referee = null,
    long? PeakMemoryBytes = null,
    string? SpecHash = null,
    string? RunIdentity = null,
    OrderedDictionary<string, string>? Sha256 = null)
    : FileRecord
{
    public const int CurrentSchema = 1;

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
        reason = "is missing";
        RunSummary? summary = File.Exists(path) ? ReadPart(path, out reason) : null;
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

/// <summary>What a referee found that measured some steps of a run once more. What a file does not say is null.</summary>
/// <param name="Name">What computed, with its version.</param>
/// <param name="Steps">Steps that were checked, since the run was last continued.</param>
/// <param name="LargestDeviation">The largest deviation of any quantity of any of these steps, relative to the largest entry of its kind in the
/// batch.</param>
public sealed record RefereeSummary(string? Name = null, long? Steps = null, double? LargestDeviation = null) : FileRecord;
