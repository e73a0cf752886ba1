using StructuralError.Core.Common;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Directories;

/// <summary>Whether the files of a finished run are still those that it wrote: looked at before they are used again.</summary>
public static class FinishedFiles
{
    /// <summary>What to do about a finished run with a file that is missing or was changed.</summary>
    public const string Remedy = "Restore the file, or run its command again with --force; 'runs verify' tells more";

    /// <summary>What is wrong with the summary or with some row files, as a sentence that begins with the file's name; null for nothing.</summary>
    /// <param name="directory">Of a finished run.</param>
    /// <param name="names">Row files that are to be used; those that the spec does not ask for need not be there.</param>
    /// <exception cref="UserErrorException"><see cref="FailureKind.InputOutput"/>: a file cannot be read.</exception>
    public static string? Damage(string directory, RunManifest manifest, params IEnumerable<string> names)
    {
        string path = Path.Combine(directory, RunDirectory.SummaryName);
        return StorageFault.Guard(directory, "the finished run cannot be read", () =>
            RunSummary.Read(path, out string reason) is not { } summary ? $"{RunDirectory.SummaryName} {reason}"
            // The first version wrote no hashes at all: there is nothing to compare with.
            : manifest is { SummarySha256: null, Seal: null } && summary.Sha256 is null ? null
            : manifest.SummarySha256 is null ? $"{RunDirectory.ManifestName} lacks the SHA-256 of {RunDirectory.SummaryName}"
            : RunFiles.Hash(path) != manifest.SummarySha256 ? Changed(RunDirectory.SummaryName, RunDirectory.ManifestName)
            : names.Select(name => RowDamage(directory, manifest, summary, name)).FirstOrDefault(damage => damage is not null));
    }

    /// <summary>Refuses a finished run whose files are no longer those that it wrote; one that is not finished has no hashes to compare with.</summary>
    /// <param name="shown">The directory as messages show it.</param>
    /// <inheritdoc cref="Damage" path="/param"/>
    /// <exception cref="UserErrorException"><see cref="FailureKind.BadData"/>: a file is missing or was changed; <see cref="FailureKind.InputOutput"/>: it
    /// cannot be read.</exception>
    public static void Require(string shown, string directory, RunManifest manifest, params IEnumerable<string> names)
    {
        if (RunInspection.StateOf(directory, manifest.Outcome) == RunState.Finished && Damage(directory, manifest, names) is { } damage)
        {
            throw new UserErrorException(FailureKind.BadData, $"{shown}: the run is finished, but {damage}. {Remedy}.");
        }
    }

    private static string? RowDamage(string directory, RunManifest manifest, RunSummary summary, string name)
    {
        string path = Path.Combine(directory, name);
        return summary.Sha256?.GetValueOrDefault(name) is not { } expected
                ? RunFiles.IsWanted(name, manifest) ? $"{RunDirectory.SummaryName} lacks the SHA-256 of {name}" : null
            : !File.Exists(path) ? $"{name} is missing"
            : RunFiles.Hash(path) != expected ? Changed(name, RunDirectory.SummaryName)
            : null;
    }

    private static string Changed(string name, string by) => $"{name} was changed: its content is not that of its SHA-256 in {by}";
}
