namespace StructuralError.Benchmarks.Kernels;

/// <summary>One momentum update of model a's parameters (118,282, padded to whole vectors).</summary>
public class SgdBenchmarks : KernelBenchmark
{
    private protected override IKernelPair Create() => WidestSimd.Visit<IKernelPair, Visitor>(default);

    private readonly struct Visitor : ISimdVisitor<IKernelPair>
    {
        public IKernelPair Visit<TVector, TWide, TSimd>()
            where TVector : struct
            where TWide : struct
            where TSimd : struct, Cpu.Simd.ISimd<float, TVector, TWide> => new SgdPair<TVector, TWide, TSimd>(118_288);
    }
}
