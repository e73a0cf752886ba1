using System.Globalization;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;

namespace StructuralError.Torch;

/// <summary>What an engine of libtorch is planned for.</summary>
/// <param name="BatchCapacity">Largest batch.</param>
/// <param name="Threads">Threads of libtorch, in the whole process.</param>
/// <param name="CudaOrdinal">Null for the processor.</param>
/// <param name="Seed">Seed of the dropout masks.</param>
public sealed record TorchEngineOptions(Precision Precision, int BatchCapacity, int Threads, int? CudaOrdinal, long Seed)
{
    /// <summary>What is trained for.</summary>
    public ILoss Loss { get; init; } = LossTable.Default;

    /// <summary><c>torch:cpu</c>, <c>torch:cuda:0</c>.</summary>
    public string DeviceName => CudaOrdinal is { } ordinal ? string.Create(CultureInfo.InvariantCulture, $"torch:cuda:{ordinal}") : "torch:cpu";
}
