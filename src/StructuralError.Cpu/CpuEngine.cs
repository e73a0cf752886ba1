using System.Runtime.Intrinsics;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu;

/// <summary>The default engine: managed SIMD, no native library.</summary>
public static class CpuEngine
{
    /// <summary>
    /// Plans, allocates and compiles everything a step needs, with the widest vectors that the hardware has. Parameters are zero until loaded.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">No samples a batch, or no threads.</exception>
    /// <exception cref="OutOfMemoryException">The buffers do not fit.</exception>
    /// <exception cref="OperationCanceledException">The options' token was triggered before the engine was ready.</exception>
    public static IEngine Create(Network network, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchCapacity, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        int bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
        return (bits, options.Precision) switch
        {
            (512, Precision.F32) => new SimdEngine<float, Vector512<float>, Vector512<double>, Simd512<float>>(network, options),
            (512, _) => new SimdEngine<double, Vector512<double>, Vector512<double>, Simd512<double>>(network, options),
            (256, Precision.F32) => new SimdEngine<float, Vector256<float>, Vector256<double>, Simd256<float>>(network, options),
            (256, _) => new SimdEngine<double, Vector256<double>, Vector256<double>, Simd256<double>>(network, options),
            (128, Precision.F32) => new SimdEngine<float, Vector128<float>, Vector128<double>, Simd128<float>>(network, options),
            (128, _) => new SimdEngine<double, Vector128<double>, Vector128<double>, Simd128<double>>(network, options),
            (_, Precision.F32) => new SimdEngine<float, float, double, SimdScalar<float>>(network, options),
            _ => new SimdEngine<double, double, double, SimdScalar<double>>(network, options),
        };
    }
}
