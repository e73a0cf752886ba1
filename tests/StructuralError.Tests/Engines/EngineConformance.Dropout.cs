using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>Dropout: an engine draws its own masks, so these tests read them off the logits of a network of identities.</summary>
public abstract partial class EngineConformance
{
    private const int Width = 13;

    [Theory]
    [InlineData(Precision.F32, 0.5)]
    [InlineData(Precision.F64, 0.1)]
    [InlineData(Precision.F64, 0.8)]
    public void Step_Dropout_DropsItsShareAndScalesTheRest(Precision precision, double probability)
    {
        const int Samples = 40, Steps = 20;
        (Network network, ParameterSet parameters, Dataset data) = Identities(probability, Samples);
        using IEngine engine = Create(network, precision, Samples);
        engine.Load(parameters);
        Measurements measured = AllMeasurements(network, Samples);
        int dropped = 0;
        for (int step = 0; step < Steps; step++)
        {
            engine.Step(All(data, step), new SgdOptions(0, 0, 0), measured);
            for (int i = 0; i < Samples * Width; i++)
            {
                dropped += measured.Logits[i] == 0 ? 1 : 0;
                double expected = measured.Logits[i] == 0 ? 0 : Value(i) / (1 - probability);
                Numbers.AssertWithin([expected], [measured.Logits[i]], 1e-6 * (1 + Math.Abs(expected)), $"logit {i}");
            }
        }

        // Within five standard deviations of a binomial distribution.
        double count = Samples * Width * Steps;
        Numbers.AssertWithin([probability * count], [dropped], 5 * Math.Sqrt(count * probability * (1 - probability)), "values dropped");
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Step_Dropout_CotangentsShareTheMaskOfTheirSample(Precision precision)
    {
        const int Samples = 6;
        (Network network, ParameterSet parameters, Dataset data) = Identities(0.4, Samples);
        using IEngine engine = Create(network, precision, Samples);
        engine.Load(parameters);
        Measurements measured = AllMeasurements(network, Samples);
        engine.Step(All(data, step: 3), new SgdOptions(0, 0, 0), measured);
        for (int n = 0; n < Samples; n++)
        {
            // f_c = m_c x_c, so that layer 0 has A_cd = m_c m_d δ_cd (1 + ‖x‖²).
            double[] expected = new double[Width * Width];
            double square = Enumerable.Range(n * Width, Width).Sum(i => Value(i) * Value(i));
            for (int c = 0; c < Width; c++)
            {
                double mask = measured.Logits[(n * Width) + c] / Value((n * Width) + c);
                expected[(c * Width) + c] = mask * mask * (1 + square);
            }

            ReadOnlySpan<double> actual = measured.LayerA.AsSpan(n * 2 * Width * Width, Width * Width);
            Numbers.AssertClose(expected, actual, precision == Precision.F64 ? 1e-12 : 1e-5, $"A of layer 0, sample {n}");
        }
    }

    [Fact]
    public void Step_Dropout_MasksDependOnSeedStepAndSampleAlone()
    {
        const int Samples = 9;
        (Network network, ParameterSet parameters, Dataset data) = Identities(0.5, Samples);
        double[] first = DropoutLogits(seed: 1, step: 4, threads: 2);
        Numbers.AssertSameBits(first, DropoutLogits(seed: 1, step: 4, threads: 1), "the same seed and step");
        Assert.NotEqual(first, DropoutLogits(seed: 2, step: 4, threads: 2));
        Assert.NotEqual(first, DropoutLogits(seed: 1, step: 5, threads: 2));
        bool[][] masks = [.. first.Select(logit => logit != 0).Chunk(Width)];
        Assert.Equal(Samples, masks.Select(mask => string.Concat(mask.Select(keep => keep ? '1' : '0'))).Distinct().Count());

        double[] DropoutLogits(long seed, long step, int threads)
        {
            using IEngine engine = Create(network, Precision.F64, Samples, threads, seed);
            engine.Load(parameters);
            Measurements measured = AllMeasurements(network, Samples);
            engine.Step(All(data, step), new SgdOptions(0, 0, 0), measured);
            return measured.Logits;
        }
    }

    [Fact]
    public void Step_TwoDropoutLayers_HaveMasksOfTheirOwn()
    {
        // With the same mask twice half of the values survive at p = 0.5; with two masks a quarter.
        const int Samples = 60;
        Network network = new NetworkBuilder(TensorShape.Vector(Width)).Linear(Width).Dropout(0.5).Dropout(0.5).Linear(Width).Build();
        (_, ParameterSet parameters, Dataset data) = Identities(0.5, Samples);
        using IEngine engine = Create(network, Precision.F64, Samples);
        engine.Load(parameters);
        Measurements measured = AllMeasurements(network, Samples);
        engine.Step(All(data), new SgdOptions(0, 0, 0), measured);
        double count = Samples * Width;
        Numbers.AssertWithin([count / 4], [measured.Logits.Count(logit => logit != 0)], 5 * Math.Sqrt(count * 3 / 16), "values kept");
    }

    [Fact]
    public void Measure_Dropout_IsAsWithoutIt()
    {
        (Network with, ParameterSet parameters, Dataset data) = Identities(0.5, samples: 4);
        Network without = new NetworkBuilder(TensorShape.Vector(Width)).Linear(Width).Linear(Width).Build();
        Measurements expected = AllMeasurements(without, 4), actual = AllMeasurements(with, 4);
        using IEngine plain = Create(without, Precision.F64, 4);
        using IEngine dropping = Create(with, Precision.F64, 4);
        plain.Load(parameters);
        dropping.Load(parameters);
        plain.Measure(All(data), expected);
        dropping.Measure(All(data), actual);
        AssertClose(expected, actual, 1e-14);
        Assert.Equal(plain.Evaluate(data), dropping.Evaluate(data));
    }

    [Fact]
    public void Step_DropoutOfProbabilityZero_IsNoLayer()
    {
        (Network with, ParameterSet parameters, Dataset data) = Identities(0, samples: 4);
        Network without = new NetworkBuilder(TensorShape.Vector(Width)).Linear(Width).Linear(Width).Build();
        Measurements expected = AllMeasurements(without, 4), actual = AllMeasurements(with, 4);
        using IEngine plain = Create(without, Precision.F64, 4);
        using IEngine dropping = Create(with, Precision.F64, 4);
        plain.Load(parameters);
        dropping.Load(parameters);
        plain.Step(All(data), PlainGradient, expected);
        dropping.Step(All(data), PlainGradient, actual);
        AssertClose(expected, actual, 1e-14);
        Numbers.AssertClose(Saved(plain, without), Saved(dropping, with), 1e-14, "after a step,");
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(Precisions))]
    public void Step_DropoutInRandomNetworks_KeepsTheIdentities(Precision precision) => RandomCase.ForEach(
        RandomCases,
        randomCase =>
        {
            using IEngine engine = Create(randomCase.Network, precision, randomCase.Capacity);
            engine.Load(randomCase.Parameters);
            Measurements measured = AllMeasurements(randomCase.Network, randomCase.Capacity);
            engine.Step(randomCase.Batch, new SgdOptions(0.01, 0.9, 0), measured);
            int c = measured.Classes;
            double slack = precision == Precision.F64 ? 1e-12 : 1e-6;
            for (int n = 0; n < measured.Count; n++)
            {
                double[] eigenvalues = measured.Eigenvalues[(n * c)..((n + 1) * c)];
                double trace = Enumerable.Range(0, c).Sum(i => measured.A[(((n * c) + i) * c) + i]);
                Numbers.AssertClose(trace, eigenvalues.Sum(), 1e-12, "sum of the eigenvalues against the trace");
                double rounding = slack * eigenvalues[^1] * measured.FittingError[n];
                Numbers.AssertAtMost(eigenvalues[0] * measured.FittingError[n], measured.GradientNorm[n] + rounding, "lower side of Theorem 3");
                Numbers.AssertAtMost(measured.GradientNorm[n], (eigenvalues[^1] * measured.FittingError[n]) + rounding, "upper side of Theorem 3");
            }
        },
        dropout: true);

    /// <summary>x → I x → dropout → I x: the logits are the masked inputs.</summary>
    private static (Network Network, ParameterSet Parameters, Dataset Data) Identities(double probability, int samples)
    {
        Network network = new NetworkBuilder(TensorShape.Vector(Width)).Linear(Width).Dropout(probability).Linear(Width).Build();
        var parameters = new ParameterSet(network);
        for (int i = 0; i < Width; i++)
        {
            parameters["layer0.weight"].Values[(i * Width) + i] = 1;
            parameters["layer1.weight"].Values[(i * Width) + i] = 1;
        }

        float[] values = [.. Enumerable.Range(0, samples * Width).Select(Value)];
        return (network, parameters, new Dataset("values", network.Input, values, new byte[samples]));
    }

    /// <summary>Input number <paramref name="i"/>: never zero, a float32 with few digits.</summary>
    private static float Value(int i) => 0.25f + (i % 7 * 0.125f);
}
