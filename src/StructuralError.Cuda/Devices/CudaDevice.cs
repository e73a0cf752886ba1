namespace StructuralError.Cuda;

/// <summary>A device that the driver reports.</summary>
/// <param name="Ordinal">The driver's number: <c>cuda:1</c> is 1.</param>
/// <param name="Major">Compute capability, before the point.</param>
/// <param name="Minor">Compute capability, after the point.</param>
/// <param name="MemoryBytes">All of its memory.</param>
/// <param name="Problem">Why it cannot be used; null where it can.</param>
public sealed record CudaDevice(int Ordinal, string Name, int Major, int Minor, int Multiprocessors, long MemoryBytes, string? Problem)
{
    /// <summary>Not a GPU: the stub driver of the tests, which computes on the CPU. Nothing takes it unless it is asked for by its number.</summary>
    public bool IsEmulation => Name.StartsWith("CPU emulation", StringComparison.Ordinal);
}

/// <summary>What there is to compute on.</summary>
/// <param name="Driver">Newest CUDA version that the driver supports, as <c>12.2</c>; null where there is no driver.</param>
/// <param name="Problem">Why there is nothing to look at: no driver library, no device, a driver too old; null otherwise.</param>
public sealed record CudaDeviceList(string? Driver, IReadOnlyList<CudaDevice> Devices, string? Problem);
