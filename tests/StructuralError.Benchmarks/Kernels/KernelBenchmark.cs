using BenchmarkDotNet.Attributes;

namespace StructuralError.Benchmarks.Kernels;

/// <summary>A kernel beside its scalar twin. Inputs are made, and the two results compared, before anything is timed.</summary>
[Config(typeof(InstructionSetConfig))]
public abstract class KernelBenchmark
{
    // Float32 sums of a few thousand terms of size 1, in another order.
    private const double Tolerance = 1e-5;

    private IKernelPair? _pair;

    [GlobalSetup]
    public void Setup()
    {
        _pair = Create();
        _pair.Plain();
        _pair.Fast();
        double difference = _pair.Difference();
        if (!(difference <= Tolerance))
        {
            throw new InvalidOperationException(FormattableString.Invariant($"{GetType().Name} on {WidestSimd.Name}: results differ by {difference}; not timed"));
        }

        Console.WriteLine($"// kernel runs on {WidestSimd.Name}");
    }

    [GlobalCleanup]
    public void Cleanup() => _pair?.Dispose();

    [Benchmark(Baseline = true)]
    public void Scalar() => _pair!.Plain();

    [Benchmark]
    public void Kernel() => _pair!.Fast();

    private protected abstract IKernelPair Create();
}
