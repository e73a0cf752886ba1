using System.Collections.Concurrent;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks.Layers;
using StructuralError.Tests.Oracle;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>Identities that hold on every sample, over random networks with every layer type.</summary>
public abstract partial class EngineConformance
{
    /// <summary>How many random networks the tests take. Fewer in a child process, which only changes the instruction set.</summary>
    protected virtual int RandomCases => InstructionSets.Expected is null ? 100 : 40;

    // What an engine measured on a case: once for all identities.
    private static readonly ConcurrentDictionary<(Type Engine, Precision Precision, int Seed), Measurements> Measured = new();

    [Fact]
    public void RandomCases_Together_HoldEveryLayerType()
    {
        HashSet<Type> found = [];
        HashSet<ActivationKind> activations = [];
        void Visit(IEnumerable<Layer> layers)
        {
            foreach (Layer layer in layers)
            {
                found.Add(layer.GetType());
                _ = layer is ActivationLayer activation && activations.Add(activation.Kind);
                if (layer is ResidualLayer residual)
                {
                    Visit(residual.Layers);
                }
            }
        }

        RandomCase.ForEach(RandomCases, randomCase => Visit(randomCase.Network.Layers), dropout: true);
        IEnumerable<Type> all = typeof(Layer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Layer)) && !type.IsAbstract);
        Assert.Empty(all.Except(found));
        Assert.Equal(Enum.GetValues<ActivationKind>().Length, activations.Count);
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Measure_RandomNetwork_AgreesWithOracle(Precision precision) => ForEachMeasured(precision, (randomCase, actual) =>
    {
        Measurements expected = randomCase.Expected;
        int n = expected.Count, c = expected.Classes, layers = expected.LayerCount;
        double tolerance = Agreement(precision);
        AssertClose(expected, actual, tolerance);
        for (int i = 0; i < n * layers; i++)
        {
            ReadOnlySpan<double> part = actual.LayerA.AsSpan(i * c * c, c * c);
            Numbers.AssertClose(expected.LayerA.AsSpan(i * c * c, c * c), part, tolerance, $"A of layer {i % layers}, sample {i / layers}");
        }
    });

    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(Precisions))]
    public void Measure_A_IsSymmetric(Precision precision) => ForEachSample(precision, sample =>
    {
        int c = sample.Classes;
        ReadOnlySpan<double> matrix = sample.A;
        double tolerance = 1e-14 * Numbers.Largest(matrix);
        for (int a = 0; a < c; a++)
        {
            for (int b = 0; b < a; b++)
            {
                Numbers.AssertWithin([matrix[(a * c) + b]], [matrix[(b * c) + a]], tolerance, $"A[{b}, {a}]");
            }
        }
    });

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Measure_Eigenvalues_AreThoseOfAAscendingAndNotNegative(Precision precision) => ForEachSample(precision, sample =>
    {
        double rounding = precision == Precision.F64 ? 1e-12 : 1e-6;
        double[] ascending = [.. sample.Eigenvalues.ToArray().Order()];
        Numbers.AssertSameBits(ascending, sample.Eigenvalues, "order of the eigenvalues");
        Numbers.AssertClose(SymmetricEigenvalues.Of(sample.A, sample.Classes), sample.Eigenvalues, 1e-12, "eigenvalues of A");
        Numbers.AssertAtMost(-sample.Eigenvalues[0], rounding * sample.Eigenvalues[^1], "minus the smallest eigenvalue");
    });

    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(Precisions))]
    public void Measure_TraceOfA_IsSumOfSquaredClassGradients(Precision precision) => ForEachSample(precision, sample =>
    {
        double trace = 0;
        for (int c = 0; c < sample.Classes; c++)
        {
            trace += sample.A[(c * sample.Classes) + c];
        }

        Numbers.AssertClose(sample.OracleSquaredClassGradients, trace, Agreement(precision), "trace of A");
    });

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Measure_LayerParts_SumToA(Precision precision) => ForEachSample(precision, sample =>
    {
        double[] sum = new double[sample.A.Length];
        for (int i = 0; i < sample.LayerA.Length; i++)
        {
            sum[i % sum.Length] += sample.LayerA[i];
        }

        Numbers.AssertClose(sum, sample.A, 1e-13, "sum of the layers' parts");
    });

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Measure_GradientNorm_IsSquaredNormOfLossGradient(Precision precision) => ForEachSample(precision, sample =>
        Numbers.AssertClose(sample.OracleGradientNorm, sample.GradientNorm, Agreement(precision), "gradient norm"));

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Measure_Theorem3_Holds(Precision precision) => ForEachSample(precision, sample =>
    {
        (double smallest, double largest) = (sample.Eigenvalues[0], sample.Eigenvalues[^1]);
        double slack = (precision == Precision.F64 ? 1e-12 : 1e-6) * largest * sample.FittingError;
        Numbers.AssertAtMost(smallest * sample.FittingError, sample.GradientNorm + slack, "lower side");
        Numbers.AssertAtMost(sample.GradientNorm, (largest * sample.FittingError) + slack, "upper side");
    });

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Measure_TrainableOutputBias_BoundsSmallestEigenvalue(Precision precision)
    {
        int checkedSamples = 0;
        ForEachSample(precision, sample =>
        {
            if (sample.Network.Layers[^1] is LinearLayer { HasBias: true } output)
            {
                // The output layer's part is (1 + ‖h‖²) I: exactly for the engine's own h, up to the rounding of h for the oracle's.
                double rounding = precision == Precision.F64 ? 1e-12 : 1e-5;
                double floor = sample.OracleFirstOfLayer(output.Index) * (1 - rounding);
                Numbers.AssertAtMost(floor, sample.Eigenvalues[0], "1 + ‖h‖² against the smallest eigenvalue");
                floor = sample.FirstOfLayer(output.Index) * (1 - 1e-12);
                Numbers.AssertAtMost(floor, sample.Eigenvalues[0], "the engine's own 1 + ‖h‖² against the smallest eigenvalue");
                checkedSamples++;
            }
        });
        Assert.True(checkedSamples > RandomCases, $"only {checkedSamples} samples have a trainable output bias");
    }

    private void ForEachMeasured(Precision precision, Action<RandomCase, Measurements> check) => RandomCase.ForEach(
        RandomCases,
        randomCase => check(randomCase, Measured.GetOrAdd((GetType(), precision, randomCase.Seed), _ => Measure(precision, randomCase))),
        dropout: true);

    private Measurements Measure(Precision precision, RandomCase randomCase)
    {
        using IEngine engine = Create(randomCase.Network, precision, randomCase.Capacity);
        engine.Load(randomCase.Parameters);
        Measurements measured = AllMeasurements(randomCase.Network, randomCase.Capacity);
        engine.Measure(randomCase.Batch, measured);
        return measured;
    }

    private void ForEachSample(Precision precision, Action<MeasuredSample> check) => ForEachMeasured(precision, (randomCase, measured) =>
    {
        for (int n = 0; n < randomCase.Batch.Count; n++)
        {
            check(new MeasuredSample(randomCase, measured, n));
        }
    });
}
