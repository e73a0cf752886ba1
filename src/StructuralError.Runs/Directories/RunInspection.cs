using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Directories;

/// <summary>What was found at a run directory's path.</summary>
/// <param name="Manifest">Of the run; null where there is none.</param>
/// <param name="Reason">Why it is not taken for a run; null where it is one.</param>
public sealed record RunInspection(RunState State, RunManifest? Manifest = null, string? Reason = null)
{
    /// <summary>Looks and changes nothing.</summary>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public static RunInspection Of(string directory)
    {
        if (File.Exists(directory))
        {
            return new RunInspection(RunState.Foreign, Reason: "it is a file");
        }

        if (!Directory.Exists(directory))
        {
            return new RunInspection(RunState.Missing, Reason: "there is no such directory");
        }

        string manifest = Path.Combine(directory, RunDirectory.ManifestName);
        if (!File.Exists(manifest))
        {
            string? other = Directory.EnumerateFileSystemEntries(directory)
                .Select(path => Path.GetFileName(path)).FirstOrDefault(name => !MayPrecedeManifest(name));
            if (other is not null && File.Exists(manifest))
            {
                // A run began while its directory was looked at.
                return Of(directory);
            }

            return other is null
                ? new RunInspection(RunState.Empty, Reason: "it holds no run")
                : new RunInspection(RunState.Foreign, Reason: $"it holds '{other}' and no {RunDirectory.ManifestName}");
        }

        return RunManifest.Read(manifest, out string reason) is { } stored
            ? new RunInspection(StateOf(directory, stored.Outcome), stored)
            : new RunInspection(RunState.Foreign, Reason: $"its {RunDirectory.ManifestName} {reason}");
    }

    internal static RunState StateOf(string directory, RunOutcome outcome) => outcome switch
    {
        RunOutcome.Completed when File.Exists(Path.Combine(directory, RunDirectory.SummaryName)) => RunState.Finished,
        RunOutcome.Failed => RunState.Failed,
        RunOutcome.Running => RunState.Running,
        _ => RunState.Interrupted,
    };

    private static bool MayPrecedeManifest(string name) =>
        name is RunLock.FileName or RunLock.HolderFileName || TemporaryName.Target(name) == RunDirectory.ManifestName;
}
