using StructuralError.Core.Engines;
using StructuralError.Cpu.Planning;

namespace StructuralError.Cpu.Steps;

/// <summary>The step that the workers are at. What they measure goes to the caller's arrays, but for A before its eigenvalues are found.</summary>
internal sealed unsafe class StepAtHand(int capacity, int classes, EngineMemory memory)
{
    public Batch Batch;

    /// <summary>Where the measurements go, and how much of them is wanted.</summary>
    public Measurements Into = null!;

    /// <summary>Whether the parameters are updated.</summary>
    public bool Training;

    public SgdOptions Sgd;

    /// <summary>Samples of each of the batch's groups; the last may have fewer.</summary>
    public int GroupSize;

    public int Groups => (Batch.Count + GroupSize - 1) / GroupSize;

    /// <summary>A = Floor · I + R. [n]</summary>
    public double* Floor { get; } = memory.Allocate<double>(capacity);

    /// <summary>R. [n, c, c]</summary>
    public double* Remainder { get; } = memory.Allocate<double>((long)capacity * classes * classes);
}
