using StructuralError.Cli;
using StructuralError.Cuda.Devices;

namespace StructuralError.Tests.Cli;

/// <summary>The program's own services on a machine without a CUDA driver: what tests find must not depend on the machine, nor on the stub driver that other tests load.</summary>
internal static class RealServices
{
    public static Composition WithoutCuda() => new(() => new CudaDeviceList(null, [], "No NVIDIA driver found."));
}
