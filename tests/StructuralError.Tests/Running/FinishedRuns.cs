using System.Text.Json.Nodes;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;

namespace StructuralError.Tests.Running;

/// <summary>Gives a made-up run directory what a finished run has: a summary with the hashes of the rows, and a manifest with the summary's.</summary>
internal static class FinishedRuns
{
    /// <param name="directory">With its manifest; rows that are missing are an empty file.</param>
    /// <param name="summary">Members of the summary.</param>
    public static void Complete(string directory, RunManifest manifest, JsonObject? summary = null)
    {
        string steps = Path.Combine(directory, RunDirectory.StepsName), path = Path.Combine(directory, RunDirectory.SummaryName);
        if (!File.Exists(steps))
        {
            File.WriteAllText(steps, string.Empty);
        }

        summary ??= [];
        summary["schema"] = RunSummary.CurrentSchema;
        summary["sha256"] = new JsonObject(RunFiles.Hashes(directory).Select(file => KeyValuePair.Create(file.Key, (JsonNode?)file.Value)));
        File.WriteAllText(path, summary.ToJsonString());
        // Last and at once, as the program does: a queue may be looking.
        DurableFile.Write(
            Path.Combine(directory, RunDirectory.ManifestName),
            (manifest with { Outcome = RunOutcome.Completed, SummarySha256 = RunFiles.Hash(path) }).ToJson());
    }
}
