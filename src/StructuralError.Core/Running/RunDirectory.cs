using System.Diagnostics.CodeAnalysis;
using StructuralError.Networks;

namespace StructuralError.Running;

/// <summary>A run directory that this process alone writes, until it is disposed.</summary>
public sealed class RunDirectory : IDisposable
{
    public const string ManifestName = "manifest.json";
    public const string StepsName = "steps.csv";
    public const string SamplesName = "samples.csv";
    public const string LayersName = "layers.csv";
    public const string IndependenceName = "independence.csv";
    public const string SummaryName = "summary.json";
    public const string FiguresName = "figures";
    public const string CheckpointName = "checkpoint";

    private readonly RunLock _lock;

    private RunDirectory(string path, RunLock runLock) => (FullPath, _lock) = (path, runLock);

    public string FullPath { get; }

    public string StepsPath => Path.Combine(FullPath, StepsName);

    public string SamplesPath => Path.Combine(FullPath, SamplesName);

    public string LayersPath => Path.Combine(FullPath, LayersName);

    public string IndependencePath => Path.Combine(FullPath, IndependenceName);

    public string SummaryPath => Path.Combine(FullPath, SummaryName);

    /// <summary>Whether the run is finished already. Changes nothing; also finds out early that the directory cannot be used.</summary>
    /// <param name="network">The network asked for, to say in what a run that is there differs.</param>
    /// <param name="isSame">Whether the run that is there is the one asked for.</param>
    /// <inheritdoc cref="TryClaim" path="/exception"/>
    public static bool IsFinished(string path, RunSpec spec, Network network, Predicate<StoredManifest> isSame, bool force)
    {
        string full = Path.GetFullPath(path);
        RunInspection found = RunInspection.Of(full);
        RefuseForeign(path, found);
        if (found.Manifest is null)
        {
            return false;
        }

        if (found.State == RunState.Unfinished)
        {
            // Whoever is writing it is named; otherwise its writer has died.
            RunLock.Acquire(full).Dispose();
        }

        if (force)
        {
            return false;
        }

        RefuseOther(path, spec, network, found.Manifest, isSame);
        RefuseUnfinished(path, found);
        return true;
    }

    /// <summary>Makes and locks the directory for a new run, or finds that the run is already finished there.</summary>
    /// <param name="manifest">What the run computes, on which data.</param>
    /// <param name="force">Replace a run that is there. Only files a run writes are removed; anything else in the directory stays.</param>
    /// <param name="directory">Null where the same run is finished already: then nothing was changed.</param>
    /// <exception cref="UserErrorException">
    /// The directory holds something else, another run or an unfinished one, or another process is writing it (exit 73).
    /// </exception>
    /// <exception cref="IOException">The directory cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to write here.</exception>
    public static bool TryClaim(string path, RunManifest manifest, bool force, [NotNullWhen(true)] out RunDirectory? directory)
    {
        directory = null;
        string full = Path.GetFullPath(path);
        string identity = manifest.ResultsIdentity;
        if (IsFinished(path, manifest.Spec.Spec, manifest.Network, found => found.Identity == identity, force))
        {
            return false;
        }

        Directory.CreateDirectory(full);
        RunLock runLock = RunLock.Acquire(full);
        try
        {
            // Looked at again under the lock: another process may have finished the run, or begun one, in between.
            RunInspection found = RunInspection.Of(full);
            RefuseForeign(path, found);
            if (!force && found.Manifest is not null)
            {
                RefuseOther(path, manifest.Spec.Spec, manifest.Network, found.Manifest, stored => stored.Identity == identity);
                RefuseUnfinished(path, found);
                runLock.Dispose();
                return false;
            }

            directory = new RunDirectory(full, runLock);
            directory.WriteManifest(manifest);
            directory.Clear();
            return true;
        }
        catch
        {
            directory = null;
            runLock.Dispose();
            throw;
        }
    }

    public void WriteManifest(RunManifest manifest) => DurableFile.Write(Path.Combine(FullPath, ManifestName), manifest.ToJson());

    public void Dispose() => _lock.Dispose();

    private static void RefuseOther(string path, RunSpec spec, Network network, StoredManifest stored, Predicate<StoredManifest> isSame)
    {
        if (!isSame(stored))
        {
            throw Refusal(path, $"holds another run ({Describe(stored, spec, network)}); give another --out, or --force to replace it.");
        }
    }

    private static void RefuseUnfinished(string path, RunInspection found)
    {
        if (found.State == RunState.Unfinished)
        {
            throw Refusal(path, $"holds an unfinished run (outcome: {RunOutcomes.Name(found.Manifest!.Outcome)}); --force starts it over.");
        }
    }

    private static void RefuseForeign(string path, RunInspection found)
    {
        if (found.State == RunState.Foreign)
        {
            throw Refusal(path, $"is not a run directory: {found.Reason}. It is left alone, --force or not; give another --out.");
        }
    }

    private static UserErrorException Refusal(string path, string what) => new(ExitCodes.CannotCreate, $"{path}: {what}");

    private static string Describe(StoredManifest manifest, RunSpec spec, Network network)
    {
        string[] differences = [.. manifest.Differences(spec, network)];
        return differences.Length > 0 ? $"it differs in {string.Join(", ", differences)}" : "of another network, or on other data";
    }

    /// <summary>Removes what an earlier run left. The manifest already says that a new one is going on, so a kill in between leaves an unfinished run, never a mixed one.</summary>
    private void Clear()
    {
        foreach (string name in (string[])[SummaryName, StepsName, SamplesName, LayersName, IndependenceName])
        {
            File.Delete(Path.Combine(FullPath, name));
        }

        foreach (string name in (string[])[FiguresName, CheckpointName])
        {
            string path = Path.Combine(FullPath, name);
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
        }

        foreach (string temporary in Directory.EnumerateFiles(FullPath, ".*" + DurableFile.TemporaryEnding))
        {
            File.Delete(temporary);
        }
    }
}
