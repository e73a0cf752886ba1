using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Runs.Files;

namespace StructuralError.Runs.Directories;

/// <summary>The JSON files of a run, all together.</summary>
public static class RunDocuments
{
    /// <summary>
    /// Prepares how they are written, on another thread. That takes a tenth of a second once a process, which a start has to spare while it reads its data;
    /// without it the first documents take the time themselves.
    /// </summary>
    /// <param name="manifest">The run's, as far as it is known.</param>
    public static void Prepare(RunManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        _ = Task.Run(() =>
        {
            _ = manifest.ToJson();
            _ = new RunSummary { Schema = 1 }.ToJson();
            _ = JsonSerializer.Serialize(new CheckpointSidecar(), SidecarJson.Strict.Type<CheckpointSidecar>());
        });
    }
}
