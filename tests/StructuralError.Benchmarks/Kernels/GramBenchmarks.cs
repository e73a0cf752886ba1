using BenchmarkDotNet.Attributes;

namespace StructuralError.Benchmarks.Kernels;

/// <summary>S = a·aᵀ of ten rows in float64 sums: the cotangents of a layer of 128 features; J of a 16 → 16 convolution, 3 × 3, with bias (2,320 parameters).</summary>
public class GramBenchmarks : KernelBenchmark
{
    [Params(128, 2320)]
    public int Length { get; set; }

    private protected override IKernelPair Create() => WidestSimd.Visit<IKernelPair, Visitor>(new Visitor(Length));

    private readonly struct Visitor(int length) : ISimdVisitor<IKernelPair>
    {
        public IKernelPair Visit<TVector, TWide, TSimd>()
            where TVector : struct
            where TWide : struct
            where TSimd : struct, Cpu.Simd.ISimd<float, TVector, TWide> => new GramPair<TVector, TWide, TSimd>(10, length);
    }
}
