using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Experiments.Specs;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;

namespace StructuralError.Reporting.Verification;

/// <summary>
/// Whether <c>manifest.json</c> is what was sealed, has the hashes that follow from what it says, and says the same thing wherever it says it twice;
/// <c>source.diff</c> must have the hash that it names.
/// </summary>
internal static class ManifestCheck
{
    public static void Check(Run run, Findings findings)
    {
        RunManifest manifest = run.Manifest;
        CheckSeal(run, findings);
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

        // The first version wrote no hashes at all.
        if (manifest.Outcome == RunOutcome.Completed && manifest.SummarySha256 is null)
        {
            bool hasHashes = manifest.Seal is not null || run.Summary?.Sha256 is not null;
            findings.Add($"{RunDirectory.ManifestName}: lacks summary_sha256, the hash of {RunDirectory.SummaryName}", isProblem: hasHashes);
        }

        CheckTwiceSaid(manifest, findings);
        CheckParts(manifest, findings);
        if (manifest.End < manifest.Start)
        {
            findings.Note($"{RunDirectory.ManifestName}: the end is before the start; the clock was set back");
        }

        string diff = run.File(SourceDiff.FileName);
        if (manifest.Source?.Diff?.Sha256 is { } sha256 && File.Exists(diff))
        {
            findings.Compare($"{SourceDiff.FileName}: the SHA-256", RunFiles.Hash(diff), sha256);
        }
        else if (manifest.Source?.Diff?.Sha256 is not null)
        {
            findings.Problem($"{SourceDiff.FileName}: is missing; {RunDirectory.ManifestName} names it");
        }
    }

    private static void CheckSeal(Run run, Findings findings)
    {
        if (run.Manifest.Seal is null)
        {
            findings.Note($"{RunDirectory.ManifestName}: is not sealed, as by earlier versions of this program; what no other hash covers was not checked");
        }
        else if (!ManifestSeal.Holds(RegularFile.Read(run.File(RunDirectory.ManifestName))))
        {
            findings.Problem($"{RunDirectory.ManifestName}: was changed: its content is not that of its SHA-256");
        }
    }

    private static void CheckTwiceSaid(RunManifest manifest, Findings findings)
    {
        string Name(string member) => $"{RunDirectory.ManifestName}: {member}";
        findings.Compare(Name("engine.precision"), manifest.Engine?.Precision, manifest.SpecValue("precision").TextAt());
        findings.Compare(Name("initial_weights"), manifest.InitialWeights is not null, manifest.SpecValue("init_weights").TextAt() is not null);
        if (manifest.Network is { Layers: { ValueKind: JsonValueKind.Array } layers } network && layers.GetArrayLength() > 0)
        {
            findings.Compare(Name("network.input"), network.Input, layers[0].At("input").TextAt());
        }

        if (manifest.SpecValue("network") is { ValueKind: JsonValueKind.Object } asked)
        {
            foreach (JsonProperty value in asked.EnumerateObject())
            {
                findings.Compare(Name($"network.{value.Name}"), manifest.NetworkValue(value.Name).Word(), value.Value.Word());
            }
        }
    }

    /// <summary>Its numbers may be right; but no one command gives them again.</summary>
    private static void CheckParts(RunManifest manifest, Findings findings)
    {
        if (manifest.Mixture() is { Count: > 0 } mixture)
        {
            findings.Note($"was made in parts that differ in {string.Join(", ", mixture)}: its last digits may not be those of an uninterrupted run");
        }
        else if (!manifest.IsOfOneKind())
        {
            findings.Note($"was continued {manifest.Resumes.Count} times; by what is not recorded");
        }
    }
}
