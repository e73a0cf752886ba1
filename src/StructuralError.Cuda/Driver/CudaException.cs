using StructuralError.Core.Engines;

namespace StructuralError.Cuda.Driver;

/// <summary>The driver refused or failed. The message is meant for users: what was asked, what the driver said, what to do.</summary>
/// <param name="result">The driver's <c>CUresult</c>, for instance 2 for CUDA_ERROR_OUT_OF_MEMORY; 0 where no call failed.</param>
public sealed class CudaException(string message, int result = DriverResult.Success) : EngineException(message)
{
    /// <summary>Whether the device's memory does not suffice: another device may do, or a smaller batch.</summary>
    public override bool IsOutOfMemory => Result == DriverResult.OutOfMemory;

    /// <summary>The driver's <c>CUresult</c>; 0 where no call failed.</summary>
    public int Result => result;
}
