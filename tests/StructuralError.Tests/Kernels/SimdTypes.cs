using System.Runtime.Intrinsics;
using StructuralError.Cpu.Simd;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Kernels;

/// <summary>
/// The instruction sets that this process runs on, each with both element types: not only the widest, which is what the engine takes.
/// Sets that the hardware lacks, or that the environment switches off, are not in the list: the names of the tests show which ran.
/// A child process, which only changes the instruction set, takes the widest alone.
/// </summary>
internal static class SimdTypes
{
    public static TheoryData<string> Accelerated
    {
        get
        {
            var names = new TheoryData<string>();
            AddIf(true, "scalar");
            AddIf(Vector128.IsHardwareAccelerated, "vector128");
            AddIf(Vector256.IsHardwareAccelerated, "avx2");
            AddIf(Vector512.IsHardwareAccelerated, "avx512");
            return names;

            void AddIf(bool accelerated, string set)
            {
                if (accelerated && (InstructionSets.Expected ?? set) == set)
                {
                    names.Add($"{set} f32");
                    names.Add($"{set} f64");
                }
            }
        }
    }

    public static void Run(string name, IKernelCheck check)
    {
        switch (name)
        {
            case "scalar f32": check.Run<float, float, double, SimdScalar<float>>(); break;
            case "scalar f64": check.Run<double, double, double, SimdScalar<double>>(); break;
            case "vector128 f32": check.Run<float, Vector128<float>, Vector128<double>, Simd128<float>>(); break;
            case "vector128 f64": check.Run<double, Vector128<double>, Vector128<double>, Simd128<double>>(); break;
            case "avx2 f32": check.Run<float, Vector256<float>, Vector256<double>, Simd256<float>>(); break;
            case "avx2 f64": check.Run<double, Vector256<double>, Vector256<double>, Simd256<double>>(); break;
            case "avx512 f32": check.Run<float, Vector512<float>, Vector512<double>, Simd512<float>>(); break;
            case "avx512 f64": check.Run<double, Vector512<double>, Vector512<double>, Simd512<double>>(); break;
            default: throw new ArgumentOutOfRangeException(nameof(name), name, "no such instruction set and element type");
        }
    }
}
