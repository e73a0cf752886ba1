namespace StructuralError.Cuda.Driver;

/// <summary>A device that the driver reports.</summary>
/// <param name="Ordinal">The driver's number: <c>cuda:1</c> is 1.</param>
/// <param name="Major">Compute capability, before the point.</param>
/// <param name="Minor">Compute capability, after the point.</param>
/// <param name="MemoryBytes">All of its memory.</param>
/// <param name="Problem">Why it cannot be used; null where it can.</param>
public sealed record CudaDevice(int Ordinal, string Name, int Major, int Minor, int Multiprocessors, long MemoryBytes, string? Problem)
{
    /// <summary>Not a GPU: the stub driver of the tests, which computes on the CPU. Its name says so wherever a device is named.</summary>
    public bool IsEmulation => Name.StartsWith("CPU emulation", StringComparison.Ordinal);
}

/// <summary>What there is to compute on.</summary>
/// <param name="Driver">Newest CUDA version that the driver supports, as <c>12.2</c>; null where there is no driver.</param>
/// <param name="Problem">Why there is nothing to look at: no driver library, no device, a driver too old; null otherwise.</param>
public sealed record CudaDeviceList(string? Driver, IReadOnlyList<CudaDevice> Devices, string? Problem)
{
    /// <summary>
    /// The driver library that the environment variable STRUCTURALERROR_CUDA_DRIVER names, where that is the one that was loaded; otherwise null.
    /// </summary>
    public string? NamedLibrary { get; init; }

    /// <summary>
    /// <c>by the driver /opt/libcuda.so.1, which STRUCTURALERROR_CUDA_DRIVER names</c>; null for the system's driver. Who computes with it must be told.
    /// </summary>
    public string? NamedLibraryNote => NamedLibrary is null ? null : $"by the driver {NamedLibrary}, which {DriverLibrary.Variable} names";
}
