using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Training;

namespace StructuralError.Runs.Directories;

/// <summary>The run that a checkpoint must be of.</summary>
/// <param name="Admits">Whether the run can stand at such a state.</param>
public sealed record ResumeTarget(string RunIdentity, Network Network, EngineInfo Engine, string Program, Predicate<TrainingState> Admits);
