using StructuralError.Core.Engines;
using StructuralError.Core.Losses;

namespace StructuralError.Cpu;

/// <summary>What a CPU engine is planned for.</summary>
/// <param name="BatchCapacity">Largest batch; buffers are sized for it once.</param>
/// <param name="Threads">Threads that compute, the caller's included.</param>
/// <param name="Seed">Seed of the dropout masks.</param>
public sealed record CpuEngineOptions(Precision Precision, int BatchCapacity, int Threads, long Seed)
{
    /// <summary>What is trained for.</summary>
    public ILoss Loss { get; init; } = LossTable.Default;

    /// <summary>The wish to end while the engine is made.</summary>
    public CancellationToken Cancellation { get; init; }
}
