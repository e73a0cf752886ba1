namespace StructuralError.Cuda.Driver;

/// <summary>A device that the driver reports.</summary>
/// <param name="Ordinal">The driver's number: <c>cuda:1</c> is 1.</param>
/// <param name="Major">Compute capability, before the point.</param>
/// <param name="Minor">Compute capability, after the point.</param>
/// <param name="MemoryBytes">All of its memory.</param>
/// <param name="Problem">Why it cannot be used; null where it can.</param>
public sealed record CudaDevice(int Ordinal, string Name, int Major, int Minor, int Multiprocessors, long MemoryBytes, string? Problem);

/// <summary>What there is to compute on.</summary>
/// <param name="Driver">Newest CUDA version that the driver supports, as <c>12.2</c>; null where there is no driver.</param>
/// <param name="Problem">Why there is nothing to look at: no driver library, no device, a driver too old; null otherwise.</param>
/// <param name="Note">What must be told of a driver that the environment names; null for the system's.</param>
public sealed record CudaDeviceList(string? Driver, IReadOnlyList<CudaDevice> Devices, string? Problem, string? Note = null);
