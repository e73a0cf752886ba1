namespace StructuralError.Benchmarks.Kernels;

/// <summary>One row of models c and d: 14 positions, 16 channels.</summary>
public class ConvolutionTileBenchmarks : KernelBenchmark
{
    private protected override IKernelPair Create() => WidestSimd.Visit<IKernelPair, Visitor>(default);

    private readonly struct Visitor : ISimdVisitor<IKernelPair>
    {
        public IKernelPair Visit<TVector, TWide, TSimd>()
            where TVector : struct
            where TWide : struct
            where TSimd : struct, Cpu.Simd.ISimd<float, TVector, TWide> => new ConvolutionTilePair<TVector, TWide, TSimd>(14, 16);
    }
}
