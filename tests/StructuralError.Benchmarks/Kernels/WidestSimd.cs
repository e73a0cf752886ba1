using System.Runtime.Intrinsics;
using StructuralError.Cpu.Simd;

namespace StructuralError.Benchmarks.Kernels;

/// <summary>Makes something for one instruction set, float32.</summary>
internal interface ISimdVisitor<out TResult>
{
    TResult Visit<TVector, TWide, TSimd>()
        where TVector : struct
        where TWide : struct
        where TSimd : struct, ISimd<float, TVector, TWide>;
}

/// <summary>The widest vectors that the hardware and the environment allow, by the rule of <see cref="Cpu.CpuEngine.Create"/>.</summary>
internal static class WidestSimd
{
    /// <summary>Name as in manifests.</summary>
    public static string Name { get; } = Visit<string, NameVisitor>(default);

    public static TResult Visit<TResult, TVisitor>(TVisitor visitor)
        where TVisitor : ISimdVisitor<TResult> =>
        Vector512.IsHardwareAccelerated ? visitor.Visit<Vector512<float>, Vector512<double>, Simd512<float>>()
        : Vector256.IsHardwareAccelerated ? visitor.Visit<Vector256<float>, Vector256<double>, Simd256<float>>()
        : Vector128.IsHardwareAccelerated ? visitor.Visit<Vector128<float>, Vector128<double>, Simd128<float>>()
        : visitor.Visit<float, double, SimdScalar<float>>();

    private readonly struct NameVisitor : ISimdVisitor<string>
    {
        public string Visit<TVector, TWide, TSimd>()
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<float, TVector, TWide> => TSimd.Name;
    }
}
