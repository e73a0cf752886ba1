using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Directories;

public enum RunState
{
    /// <summary>There is no such directory.</summary>
    Missing,

    /// <summary>Nothing in it, or only what a run leaves before its manifest.</summary>
    Empty,

    /// <summary>It holds something else, or a run that cannot be understood.</summary>
    Foreign,

    /// <summary>A run that is going on, failed, was interrupted or killed.</summary>
    Unfinished,

    /// <summary>A completed run with its summary.</summary>
    Finished,
}

/// <summary>What was found at a run directory's path.</summary>
/// <param name="Manifest">For <see cref="RunState.Unfinished"/> and <see cref="RunState.Finished"/>.</param>
/// <param name="Reason">For the others: why it is not taken for a run.</param>
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
            string? other = Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path)).FirstOrDefault(name => !MayPrecedeManifest(name));
            if (other is not null && File.Exists(manifest))
            {
                // A run began while its directory was looked at.
                return Of(directory);
            }

            return other is null
                ? new RunInspection(RunState.Empty, Reason: "it holds no run")
                : new RunInspection(RunState.Foreign, Reason: $"it holds '{other}' and no {RunDirectory.ManifestName}");
        }

        if (RunManifest.Read(manifest, out string reason) is not { } stored)
        {
            return new RunInspection(RunState.Foreign, Reason: $"its {RunDirectory.ManifestName} {reason}");
        }

        bool finished = stored.Outcome == RunOutcome.Completed && File.Exists(Path.Combine(directory, RunDirectory.SummaryName));
        return new RunInspection(finished ? RunState.Finished : RunState.Unfinished, stored);
    }

    private static bool MayPrecedeManifest(string name) =>
        name is RunLock.FileName or RunLock.HolderFileName
        || (name.StartsWith($".{RunDirectory.ManifestName}.", StringComparison.Ordinal) && name.EndsWith(DurableFile.TemporaryEnding, StringComparison.Ordinal));
}
