using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Specs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;
using StructuralError.Tests.Running;

namespace StructuralError.Tests.Queue;

/// <summary>Run directories as a queue finds them, made without training anything.</summary>
internal sealed class QueueFolder : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public QueuedRun Run(string name, long seed = 0)
    {
        ResolvedSpec resolved = new SpecBuilder().Build() with { Spec = SpecFields.Defaults with { Seed = seed } };
        return new QueuedRun(_directory.File(name), resolved, Tiny.Network(), Manifest(seed).SpecHash!);
    }

    /// <summary>Leaves what a run with this outcome leaves.</summary>
    public static void Leave(QueuedRun run, RunOutcome outcome, long seed = 0)
    {
        Directory.CreateDirectory(run.Directory);
        if (outcome == RunOutcome.Completed)
        {
            FinishedRuns.Complete(run.Directory, Manifest(seed));
            return;
        }

        DurableFile.Write(Path.Combine(run.Directory, RunDirectory.ManifestName), (Manifest(seed) with { Outcome = outcome }).ToJson());
    }

    public void Dispose() => _directory.Dispose();

    private static RunManifest Manifest(long seed) => Manifests.Of(SpecFields.Defaults with { Seed = seed });
}
