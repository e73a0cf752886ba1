using BenchmarkDotNet.Attributes;

namespace StructuralError.Benchmarks.Kernels;

/// <summary>y[v] = Σ_k x[k]·w[k, v]: the first layer's forward pass, 784 → 128, over an image's 150 pixels that are not zero; a 128 → 128 layer with half its inputs active.</summary>
public class MaskedRowTileBenchmarks : KernelBenchmark
{
    public enum Shape
    {
        FirstLayer,
        HiddenLayer,
    }

    [ParamsAllValues]
    public Shape Case { get; set; }

    private protected override IKernelPair Create() => WidestSimd.Visit<IKernelPair, Visitor>(new Visitor(Case));

    private readonly struct Visitor(Shape shape) : ISimdVisitor<IKernelPair>
    {
        public IKernelPair Visit<TVector, TWide, TSimd>()
            where TVector : struct
            where TWide : struct
            where TSimd : struct, Cpu.Simd.ISimd<float, TVector, TWide> =>
            shape == Shape.FirstLayer ? new MaskedRowTilePair<TVector, TWide, TSimd>(784, 150, 128) : new MaskedRowTilePair<TVector, TWide, TSimd>(128, 64, 128);
    }
}
