namespace StructuralError.Benchmarks.Kernels;

/// <summary>y[v] = Σ_k x[k]·w[k, v]: a convolution's training gradient from the Jacobians of ten classes, 16 × 3 × 3 weights of two channels.</summary>
public class RowTileBenchmarks : KernelBenchmark
{
    private protected override IKernelPair Create() => WidestSimd.Visit<IKernelPair, Visitor>(default);

    private readonly struct Visitor : ISimdVisitor<IKernelPair>
    {
        public IKernelPair Visit<TVector, TWide, TSimd>()
            where TVector : struct
            where TWide : struct
            where TSimd : struct, Cpu.Simd.ISimd<float, TVector, TWide> =>
            new RowTilePair<TVector, TWide, TSimd>(10, 10, 288);
    }
}
