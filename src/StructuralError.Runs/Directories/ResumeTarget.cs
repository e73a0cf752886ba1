using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Training;
using StructuralError.Runs.Files;
using StructuralError.Runs.Specs;

namespace StructuralError.Runs.Directories;

/// <summary>The run that a checkpoint must be of.</summary>
/// <param name="Admits">Whether the run can stand at such a state.</param>
public sealed record ResumeTarget(string RunIdentity, Network Network, EngineInfo Engine, string Program, Predicate<TrainingState> Admits)
{
    public static ResumeTarget Of(RunManifest manifest)
    {
        RunSpec spec = manifest.Spec.Spec;
        var plan = new TrainingPlan(manifest.Dataset.Train, default, spec.BatchSize, spec.Epochs, spec.Steps);
        return new ResumeTarget(manifest.ResultsIdentity, manifest.Network, manifest.Engine, SourceVersion.ProgramVersion, plan.Admits);
    }
}
