using BenchmarkDotNet.Attributes;

namespace StructuralError.Benchmarks.Kernels;

/// <summary>
/// y[r, v] = Σ_k x[r, k]·w[k, v] for ten cotangents: the pull-back of a 128 → 128 layer with half its outputs active and with all,
/// and one channel's part of J for a 3 × 3 convolution of 16 channels, 40 of 196 positions active.
/// </summary>
public class TileBenchmarks : KernelBenchmark
{
    public enum Shape
    {
        PullBackHalf,
        PullBackDense,
        ConvolutionJacobian,
    }

    [ParamsAllValues]
    public Shape Case { get; set; }

    private protected override IKernelPair Create() => WidestSimd.Visit<IKernelPair, Visitor>(new Visitor(Case));

    private readonly struct Visitor(Shape shape) : ISimdVisitor<IKernelPair>
    {
        private const int Classes = 10;

        public IKernelPair Visit<TVector, TWide, TSimd>()
            where TVector : struct
            where TWide : struct
            where TSimd : struct, Cpu.Simd.ISimd<float, TVector, TWide> => shape switch
            {
                Shape.PullBackHalf => new TilePair<TVector, TWide, TSimd>(Classes, 128, 64, 128),
                Shape.PullBackDense => new TilePair<TVector, TWide, TSimd>(Classes, 128, 128, 128),
                _ => new TilePair<TVector, TWide, TSimd>(Classes, 196, 40, 144),
            };
    }
}
