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
    public static IEngine Create(Network network, CpuEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchCapacity, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        bool single = options.Precision == Precision.F32;
        if (Vector512.IsHardwareAccelerated)
        {
            return single
                ? new SimdEngine<float, Vector512<float>, Vector512<double>, Simd512Single>(network, options)
                : new SimdEngine<double, Vector512<double>, Vector512<double>, Simd512Double>(network, options);
        }

        if (Vector256.IsHardwareAccelerated)
        {
            return single
                ? new SimdEngine<float, Vector256<float>, Vector256<double>, Simd256Single>(network, options)
                : new SimdEngine<double, Vector256<double>, Vector256<double>, Simd256Double>(network, options);
        }

        if (Vector128.IsHardwareAccelerated)
        {
            return single
                ? new SimdEngine<float, Vector128<float>, Vector128<double>, Simd128Single>(network, options)
                : new SimdEngine<double, Vector128<double>, Vector128<double>, Simd128Double>(network, options);
        }

        return single
            ? new SimdEngine<float, float, double, ScalarSingle>(network, options)
            : new SimdEngine<double, double, double, ScalarDouble>(network, options);
    }
}
