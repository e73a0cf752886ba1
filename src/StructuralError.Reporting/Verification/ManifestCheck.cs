using StructuralError.Experiments.Specs;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;

namespace StructuralError.Reporting.Verification;

/// <summary>Whether <c>manifest.json</c> has the hashes that follow from what it says, and <c>source.diff</c> the one that it names.</summary>
internal static class ManifestCheck
{
    public static void Check(Run run, Findings findings)
    {
        RunManifest manifest = run.Manifest;
        findings.Compare($"{RunDirectory.ManifestName}: spec_hash", manifest.SpecHash, StoredIdentity.SpecHash(manifest));
        findings.Compare($"{RunDirectory.ManifestName}: run_identity", manifest.RunIdentity, StoredIdentity.ResultsIdentity(manifest));
        if (run.Plan is null)
        {
            findings.Problem(
                $"{RunDirectory.ManifestName}: lacks the training samples, the batch size, the epochs or measure_every, so the rows cannot be counted");
        }

        if (manifest.Outcome == RunOutcome.Completed && run.State != RunState.Finished)
        {
            findings.Problem($"{RunDirectory.ManifestName}: says completed, but {RunDirectory.SummaryName} is missing");
        }

        if (manifest.End < manifest.Start)
        {
            findings.Note($"{RunDirectory.ManifestName}: the end is before the start; the clock was set back");
        }

        if (manifest.Source?.Diff?.Sha256 is { } sha256)
        {
            CheckDiff(run.File(SourceDiff.FileName), sha256, findings);
        }
    }

    private static void CheckDiff(string path, string sha256, Findings findings)
    {
        if (File.Exists(path))
        {
            findings.Compare($"{SourceDiff.FileName}: the SHA-256", RunFiles.Hash(path), sha256);
        }
        else
        {
            findings.Problem($"{SourceDiff.FileName}: is missing; {RunDirectory.ManifestName} names it");
        }
    }
}
