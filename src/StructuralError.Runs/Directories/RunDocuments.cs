using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Runs.Files;

namespace StructuralError.Runs.Directories;

/// <summary>The JSON files of a run, all together.</summary>
public static class RunDocuments
{
    private static readonly Lazy<bool> Prepared = new(WriteAll);

    /// <summary>
    /// Has all that writes them compiled, the first time in a process. That takes a tenth of a second, which a start has to spare on another thread; without
    /// it the first documents take the time.
    /// </summary>
    public static void Prepare() => _ = Prepared.Value;

    private static bool WriteAll()
    {
        _ = new RunManifest().ToJson();
        _ = new RunSummary().ToJson();
        _ = JsonSerializer.Serialize(new CheckpointSidecar(), SidecarJson.Strict.Type<CheckpointSidecar>());
        return true;
    }
}
