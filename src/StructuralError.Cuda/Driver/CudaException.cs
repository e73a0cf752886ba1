using StructuralError.Core.Engines;

namespace StructuralError.Cuda.Driver;

/// <summary>The driver refused or failed. The message is meant for users: what was asked, what the driver said, what to do.</summary>
public sealed class CudaException : EngineException
{
    public CudaException()
    {
    }

    public CudaException(string message)
        : base(message)
    {
    }

    public CudaException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <param name="result">The driver's <c>CUresult</c>, for instance 2 for CUDA_ERROR_OUT_OF_MEMORY.</param>
    public CudaException(string message, int result)
        : base(message) => Result = result;

    /// <summary>Whether the device's memory does not suffice: another device may do, or a smaller batch.</summary>
    public override bool IsOutOfMemory => Result == DriverResult.OutOfMemory;

    /// <summary>The driver's <c>CUresult</c>; 0 where no call failed.</summary>
    public int Result { get; }
}
