using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cuda.Driver;
using StructuralError.Cuda.Steps;

namespace StructuralError.Cuda;

/// <summary>The engine for NVIDIA's devices: needs their driver and nothing else.</summary>
public static class CudaEngine
{
    /// <summary>Plans, allocates and compiles everything a step needs. Parameters are zero until loaded.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No samples a batch.</exception>
    /// <exception cref="CudaException">No driver, no such device, not enough memory on it, or a failure of either.</exception>
    public static IEngine Create(Network network, CudaEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return CudaEngineGroup.Create(network, options, [options.Seed])[0];
    }
}
