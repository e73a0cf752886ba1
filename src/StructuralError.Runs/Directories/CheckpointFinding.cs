using StructuralError.Core.Engines;
using StructuralError.Runs.Safetensors;

namespace StructuralError.Runs.Directories;

/// <summary>A checkpoint that was looked at.</summary>
/// <param name="Name">Of its sidecar, from the run directory on.</param>
/// <param name="Checkpoint">Null where it cannot be used.</param>
/// <param name="Tensors">Null where it cannot be used.</param>
/// <param name="TensorsSha256">Of their file.</param>
/// <param name="Damage">Why it cannot be used, as the end of a sentence that begins with its name; null where it can.</param>
public sealed record CheckpointFinding(string Name, Checkpoint? Checkpoint, SafetensorsFile? Tensors, string? TensorsSha256, string? Damage)
{
    /// <summary>Number of elements of the network's parameters.</summary>
    public long Weights => Tensors!.Tensors.Where(entry => CheckpointTensors.IsWeight(entry.Name)).Sum(entry => entry.Count);

    /// <summary>What keeps the tensors from being those of a checkpoint of this precision, whatever the network; null for nothing.</summary>
    public string? TensorFault(Precision precision) => CheckpointTensors.Fault(Tensors!, precision);
}
