using StructuralError.Core.Networks;

namespace StructuralError.Runs.Directories;

/// <summary>A checkpoint that was found whole, with its parameters and the optimizer's state.</summary>
public sealed record ResumePoint(Checkpoint Checkpoint, ParameterSet Parameters)
{
    public long Step => Checkpoint.Training.Step;
}
