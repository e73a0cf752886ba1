using StructuralError.Core.Engines;
using StructuralError.Core.Losses;

namespace StructuralError.Cuda.Steps;

/// <summary>What a CUDA engine is planned for.</summary>
/// <param name="BatchCapacity">Largest batch; buffers are sized for it once.</param>
/// <param name="Device">The driver's number: <c>cuda:1</c> is 1.</param>
/// <param name="Seed">Seed of the dropout masks.</param>
public sealed record CudaEngineOptions(Precision Precision, int BatchCapacity, int Device, long Seed)
{
    /// <summary>What is trained for.</summary>
    public ILoss Loss { get; init; } = LossTable.Default;
}
