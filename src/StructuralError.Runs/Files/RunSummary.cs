using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Core.Training;
using StructuralError.Runs.Directories;

namespace StructuralError.Runs.Files;

/// <summary>What a completed run came to: <c>summary.json</c>, and what <c>--json</c> prints.</summary>
/// <param name="Seconds">Wall time of the run: training, evaluation and files, from the moment data and network were ready.</param>
/// <param name="PeakMemoryBytes">Largest resident memory of the process.</param>
public sealed record RunSummary(RunManifest Manifest, TrainingResult Training, Evaluation Test, double Seconds, long PeakMemoryBytes, string RunDirectory)
{
    public const int Schema = 1;

    /// <summary>SHA-256 of the run's row files by name: <see cref="RunFiles.Hashes"/>.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    public string ToJson() => JsonText.Write(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", Schema);
            writer.WriteString("run_directory", RunDirectory);
            writer.WriteString("dataset", Manifest.Dataset.Name);
            writer.WriteString("model", Manifest.Network.Name);
            writer.WriteNumber("seed", Manifest.Spec.Spec.Seed);
            writer.WriteReal("test_accuracy", Test.Accuracy);
            writer.WriteReal("test_loss", Test.Loss);
            writer.WriteNumber("test_samples", Test.Samples);
            writer.WriteReal("final_loss", Training.FinalLoss);
            writer.WriteReal("final_accuracy", Training.FinalAccuracy);
            writer.WriteNumber("steps", Training.Steps);
            writer.WriteNumber("measured_steps", Training.Rows);
            writer.WriteNumber("theorem3_checks", Training.Checks);
            writer.WriteNumber("theorem3_violations", Training.Violations);
            writer.WriteReal("seconds", Seconds);
            writer.WriteReal("training_seconds", Training.Elapsed.TotalSeconds);
            writer.WriteReal("steps_per_second", Training.Steps / Training.Elapsed.TotalSeconds);
            writer.WriteNumber("peak_memory_bytes", PeakMemoryBytes);
            writer.WriteString("spec_hash", Manifest.Identity.SpecHash);
            writer.WriteString("run_identity", Manifest.ResultsIdentity);
            writer.WriteStartObject("sha256");
            foreach ((string file, string sha256) in Files.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                writer.WriteString(file, sha256);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        },
        indented: true);
}
