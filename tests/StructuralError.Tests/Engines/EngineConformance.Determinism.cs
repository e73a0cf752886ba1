using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>Results depend on the spec alone.</summary>
public abstract partial class EngineConformance
{
    /// <summary>Numbers of threads that must give the bits of one; one alone for an engine to which threads mean nothing.</summary>
    protected virtual int[] ThreadCounts => [1, 2, 3, 5];

    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(Precisions))]
    public void Step_AnyNumberOfThreads_GivesTheSameBits(Precision precision)
    {
        RandomCase.ForEach(
            RandomCases / 6,
            randomCase => AssertSameForAnyThreads(randomCase.Network, randomCase.Parameters, randomCase.Batch, randomCase.Capacity, precision),
            dropout: true);
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Measure_PlaceInBatch_DoesNotMatter(Precision precision) => RandomCase.ForEach(
        RandomCases / 2,
        randomCase =>
        {
            using IEngine engine = Create(randomCase.Network, precision, randomCase.Capacity);
            engine.Load(randomCase.Parameters);
            Measurements whole = AllMeasurements(randomCase.Network, randomCase.Capacity);
            Measurements reversed = AllMeasurements(randomCase.Network, randomCase.Capacity);
            Measurements alone = AllMeasurements(randomCase.Network, 1);
            int[] indices = randomCase.Batch.Indices.ToArray();
            engine.Measure(randomCase.Batch, whole);
            engine.Measure(new Batch(randomCase.Data, indices.Reverse().ToArray(), 0), reversed);
            double tolerance = precision == Precision.F64 ? 1e-12 : 1e-5;
            for (int n = 0; n < indices.Length; n++)
            {
                engine.Measure(new Batch(randomCase.Data, indices.AsMemory(n, 1), 0), alone);
                AssertClose(One(alone, 0), One(whole, n), tolerance);
                AssertClose(One(alone, 0), One(reversed, indices.Length - 1 - n), tolerance);
            }
        },
        dropout: true);

    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(Precisions))]
    public void Measure_AfterALargerBatch_GivesTheBitsOfAFreshEngine(Precision precision) => RandomCase.ForEach(
        RandomCases / 4,
        randomCase =>
        {
            using IEngine used = Create(randomCase.Network, precision, randomCase.Capacity);
            using IEngine fresh = Create(randomCase.Network, precision, randomCase.Capacity);
            used.Load(randomCase.Parameters);
            fresh.Load(randomCase.Parameters);
            Measurements afterwards = AllMeasurements(randomCase.Network, randomCase.Capacity);
            Measurements first = AllMeasurements(randomCase.Network, randomCase.Capacity);
            var smaller = new Batch(randomCase.Data, randomCase.Batch.Indices[^1..], 0);
            used.Measure(randomCase.Batch, afterwards);
            used.Measure(smaller, afterwards);
            fresh.Measure(smaller, first);
            AssertSameBits(first, afterwards, "after a larger batch,");
        },
        dropout: true);

    protected static Dataset RandomData(Network network, RandomNetworks networks, int samples) => new(
        "random",
        network.Input,
        [.. Enumerable.Range(0, samples * network.Input.Count).Select(_ => (float)networks.Normal())],
        [.. Enumerable.Range(0, samples).Select(n => (byte)(n % network.Classes))]);

    /// <summary>Several steps with 1 thread, and again with each of <see cref="ThreadCounts"/>: every measurement, and the parameters at the end.</summary>
    protected void AssertSameForAnyThreads(Network network, ParameterSet parameters, Batch batch, int capacity, Precision precision)
    {
        const int Steps = 4;
        (Measurements[] rows, ParameterSet end) = Train(1);
        foreach (int threads in ThreadCounts)
        {
            (Measurements[] otherRows, ParameterSet otherEnd) = Train(threads);
            for (int step = 0; step < Steps; step++)
            {
                AssertSameBits(rows[step], otherRows[step], $"{threads} threads, step {step},");
            }

            Numbers.AssertSameBits(end, otherEnd, $"{threads} threads,");
        }

        (Measurements[] Rows, ParameterSet End) Train(int threads)
        {
            using IEngine engine = Create(network, precision, capacity, threads, seed: 5);
            engine.Load(parameters);
            Measurements[] measurements = [.. Enumerable.Range(0, Steps).Select(_ => AllMeasurements(network, capacity))];
            for (int step = 0; step < Steps; step++)
            {
                engine.Step(batch with { Step = step }, new SgdOptions(0.01, 0.9, 0.0005), measurements[step]);
            }

            return (measurements, Saved(engine, network));
        }
    }

    /// <summary>The measurements of sample <paramref name="n"/> as a batch of their own.</summary>
    private static Measurements One(Measurements source, int n)
    {
        var one = new Measurements(1, source.Classes, MeasurementLevel.Layers, source.LayerCount) { Count = 1 };
        one.Correct[0] = source.Correct[n];
        Copy(source.Loss, one.Loss);
        Copy(source.Logits, one.Logits);
        Copy(source.FittingError, one.FittingError);
        Copy(source.GradientNorm, one.GradientNorm);
        Copy(source.Eigenvalues, one.Eigenvalues);
        Copy(source.A, one.A);
        Copy(source.LayerA, one.LayerA);
        return one;

        void Copy(double[] from, double[] to) => Array.Copy(from, n * to.Length, to, 0, to.Length);
    }
}
