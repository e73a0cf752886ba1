using BenchmarkDotNet.Attributes;

namespace StructuralError.Benchmarks.Kernels;

/// <summary>The pull-back to one row of models c and d for ten cotangents: 14 positions, each under three columns of output positions of which so many channels are active.</summary>
public class PairTileBenchmarks : KernelBenchmark
{
    /// <summary>Below a pool, and where ReLU leaves half.</summary>
    [Params(6, 24)]
    public int ActivePerColumn { get; set; }

    private protected override IKernelPair Create() => WidestSimd.Visit<IKernelPair, Visitor>(new Visitor(ActivePerColumn));

    private readonly struct Visitor(int active) : ISimdVisitor<IKernelPair>
    {
        public IKernelPair Visit<TVector, TWide, TSimd>()
            where TVector : struct
            where TWide : struct
            where TSimd : struct, Cpu.Simd.ISimd<float, TVector, TWide> => new PairTilePair<TVector, TWide, TSimd>(10, 14, active);
    }
}
