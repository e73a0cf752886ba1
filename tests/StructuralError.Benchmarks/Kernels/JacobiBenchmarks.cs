namespace StructuralError.Benchmarks.Kernels;

/// <summary>Eigenvalues of the 64 matrices, 10 × 10, of a batch.</summary>
public class JacobiBenchmarks : KernelBenchmark
{
    private protected override IKernelPair Create() => WidestSimd.Visit<IKernelPair, Visitor>(default);

    private readonly struct Visitor : ISimdVisitor<IKernelPair>
    {
        public IKernelPair Visit<TVector, TWide, TSimd>()
            where TVector : struct
            where TWide : struct
            where TSimd : struct, Cpu.Simd.ISimd<float, TVector, TWide> => new JacobiPair<TVector, TWide, TSimd>(64, 10);
    }
}
