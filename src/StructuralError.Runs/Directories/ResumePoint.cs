using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Training;

namespace StructuralError.Runs.Directories;

/// <summary>A checkpoint that was found whole, with its parameters and the optimizer's state.</summary>
public sealed record ResumePoint(Checkpoint Checkpoint, ParameterSet Parameters)
{
    public long Step => Checkpoint.Training.Step;
}

/// <summary>The run that a checkpoint must be of.</summary>
/// <param name="Admits">Whether the run can stand at such a state.</param>
public sealed record ResumeTarget(string RunIdentity, Network Network, EngineInfo Engine, string Program, Predicate<TrainingState> Admits);
