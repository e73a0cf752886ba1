using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Runs.Files;

namespace StructuralError.Runs.Directories;

/// <summary>The JSON files of a run, all together.</summary>
public static class RunDocuments
{
    /// <summary>
    /// Has all that writes them compiled, the first time in a process. That takes a tenth of a second, which a start has to spare on another thread; without
    /// it the first documents take the time.
    /// </summary>
    public static void Prepare()
    {
        _ = new RunManifest().ToJson();
        _ = new RunSummary().ToJson();
        var sidecar = new CheckpointSidecar(0, "", "", "", "", default, null, [], null!, null!, [], null!);
        _ = JsonSerializer.Serialize(sidecar, SidecarJson.Strict.Type<CheckpointSidecar>());
    }
}
