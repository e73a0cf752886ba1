using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>SGD, and what a step shares with a measurement.</summary>
public abstract partial class EngineConformance
{
    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(Precisions))]
    public void Step_MomentumAndWeightDecay_EqualsHandWrittenSgd(Precision precision)
    {
        int compared = 0;
        RandomCase.ForEach(RandomCases / 2, randomCase =>
        {
            HandWrittenSgd expected = randomCase.Trained;
            using IEngine engine = Create(randomCase.Network, precision, randomCase.Capacity);
            engine.Load(randomCase.Parameters);
            var measured = new Measurements(randomCase.Capacity, randomCase.Network.Classes, MeasurementLevel.Structure);
            for (int step = 0; step < RandomCase.TrainedSteps; step++)
            {
                engine.Step(randomCase.Batch with { Step = step }, RandomCase.TrainedBy, measured);
            }

            if (expected.SmallestMargin < RandomCase.SafeMargin)
            {
                return;
            }

            compared++;
            ParameterSet actual = Saved(engine, randomCase.Network);
            int start = 0;
            foreach (Parameter parameter in actual.Parameters)
            {
                int end = start + parameter.Values.Length;
                double tolerance = Agreement(precision) * Numbers.Largest(expected.Theta);
                Numbers.AssertWithin(expected.Theta.AsSpan(start..end), parameter.Values, tolerance, parameter.Name);
                tolerance = Agreement(precision) * Numbers.Largest(expected.Velocity);
                Numbers.AssertWithin(expected.Velocity.AsSpan(start..end), parameter.Momentum, tolerance, $"momentum of {parameter.Name}");
                start = end;
            }
        });
        Assert.True(compared > RandomCases / 4, $"only {compared} cases stayed away from kinks");
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(Precisions))]
    public void Step_PlainTrainingStep_MovesAsAMeasuredOne(Precision precision) => RandomCase.ForEach(
        RandomCases / 2,
        randomCase =>
        {
            double tolerance = precision == Precision.F64 ? 1e-12 : 1e-5;
            var sgd = new SgdOptions(0.05, 0.9, 0.001);
            Measurements plain = new(randomCase.Capacity, randomCase.Network.Classes, MeasurementLevel.Loss);
            Measurements full = AllMeasurements(randomCase.Network, randomCase.Capacity);
            using IEngine training = Create(randomCase.Network, precision, randomCase.Capacity);
            using IEngine measuring = Create(randomCase.Network, precision, randomCase.Capacity);
            training.Load(randomCase.Parameters);
            measuring.Load(randomCase.Parameters);
            training.Step(randomCase.Batch, sgd, plain);
            measuring.Step(randomCase.Batch, sgd, full);

            int n = randomCase.Batch.Count;
            Assert.Equal(n, plain.Count);
            Assert.Equal(full.Correct[..n], plain.Correct[..n]);
            Numbers.AssertClose(full.Loss.AsSpan(0, n), plain.Loss.AsSpan(0, n), tolerance, "loss");
            Numbers.AssertClose(Saved(measuring, randomCase.Network), Saved(training, randomCase.Network), tolerance, "after a plain step,");
        },
        dropout: true);

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Step_WithoutDropout_MeasuresWhatMeasureDoes(Precision precision) => RandomCase.ForEach(RandomCases / 2, randomCase =>
    {
        Measurements measured = AllMeasurements(randomCase.Network, randomCase.Capacity);
        Measurements stepped = AllMeasurements(randomCase.Network, randomCase.Capacity);
        using IEngine engine = Create(randomCase.Network, precision, randomCase.Capacity);
        engine.Load(randomCase.Parameters);
        engine.Measure(randomCase.Batch, measured);
        engine.Step(randomCase.Batch, new SgdOptions(0.1, 0.9, 0), stepped);
        AssertClose(measured, stepped, precision == Precision.F64 ? 1e-12 : 1e-5);
    });

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Measure_Parameters_StayAsTheyAre(Precision precision) => RandomCase.ForEach(RandomCases / 4, randomCase =>
    {
        using IEngine engine = Create(randomCase.Network, precision, randomCase.Capacity);
        ParameterSet loaded = WithMomentum(randomCase.Parameters, randomCase.Network);
        engine.Load(loaded);
        engine.Measure(randomCase.Batch, AllMeasurements(randomCase.Network, randomCase.Capacity));
        Numbers.AssertSameBits(loaded, Saved(engine, randomCase.Network), "after measuring,");
    });

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Load_SavedParametersInAnotherEngine_GoesOnBitForBit(Precision precision) => RandomCase.ForEach(
        RandomCases / 4,
        randomCase =>
        {
            var sgd = new SgdOptions(0.05, 0.9, 0.001);
            Measurements measured = new(randomCase.Capacity, randomCase.Network.Classes, MeasurementLevel.Structure);
            using IEngine through = Create(randomCase.Network, precision, randomCase.Capacity);
            using IEngine resumed = Create(randomCase.Network, precision, randomCase.Capacity);
            through.Load(randomCase.Parameters);
            for (int step = 0; step < 4; step++)
            {
                if (step == 2)
                {
                    resumed.Load(Saved(through, randomCase.Network));
                }

                through.Step(randomCase.Batch with { Step = step }, sgd, measured);
                if (step >= 2)
                {
                    resumed.Step(randomCase.Batch with { Step = step }, sgd, measured);
                }
            }

            Numbers.AssertSameBits(Saved(through, randomCase.Network), Saved(resumed, randomCase.Network), "resumed after two steps,");
        },
        dropout: true);

    /// <summary>The same values, and for momentum something of that size: float32 values, as the random parameters are.</summary>
    private static ParameterSet WithMomentum(ParameterSet parameters, Network network)
    {
        var copy = new ParameterSet(network);
        foreach ((Parameter source, Parameter target) in parameters.Parameters.Zip(copy.Parameters))
        {
            source.Values.CopyTo(target.Values, 0);
            source.Values.Select(value => -value / 4).ToArray().CopyTo(target.Momentum, 0);
        }

        return copy;
    }

    private static void AssertClose(Measurements expected, Measurements actual, double relative)
    {
        int n = expected.Count, c = expected.Classes;
        Assert.Equal(n, actual.Count);
        Assert.Equal(expected.Correct[..n], actual.Correct[..n]);
        Numbers.AssertClose(expected.Loss.AsSpan(0, n), actual.Loss.AsSpan(0, n), relative, "loss");
        Numbers.AssertClose(expected.Logits.AsSpan(0, n * c), actual.Logits.AsSpan(0, n * c), relative, "logits");
        Numbers.AssertClose(expected.FittingError.AsSpan(0, n), actual.FittingError.AsSpan(0, n), relative, "fitting error");
        Numbers.AssertClose(expected.GradientNorm.AsSpan(0, n), actual.GradientNorm.AsSpan(0, n), relative, "gradient norm");
        Numbers.AssertClose(expected.Eigenvalues.AsSpan(0, n * c), actual.Eigenvalues.AsSpan(0, n * c), relative, "eigenvalues");
        Numbers.AssertClose(expected.A.AsSpan(0, n * c * c), actual.A.AsSpan(0, n * c * c), relative, "A");
        int length = n * expected.LayerCount * c * c;
        Numbers.AssertClose(expected.LayerA.AsSpan(0, length), actual.LayerA.AsSpan(0, length), relative, "layer A");
    }
}
