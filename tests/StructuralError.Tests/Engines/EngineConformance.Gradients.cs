using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Tests.Oracle;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>The gradient of a step, θ_before − θ_after at learning rate 1 without momentum.</summary>
public abstract partial class EngineConformance
{
    /// <summary>Of how many parameters one is checked by central differences; more than 1 for an engine whose losses take long.</summary>
    protected virtual int DifferenceStride => 1;

    [Theory]
    [MemberData(nameof(LayerExamples.Names), MemberType = typeof(LayerExamples))]
    public void Step_F64_GradientEqualsCentralDifferences(string layer)
    {
        const double Distance = 1e-5;
        Network network = LayerExamples.Build(layer);
        (ParameterSet parameters, Dataset data) = LayerExamples.Draw(network);
        using IEngine engine = Create(network, Precision.F64, data.Count);
        ParameterSet gradient = Gradient(engine, network, parameters, All(data));
        double largest = gradient.Parameters.Max(parameter => Numbers.Largest(parameter.Values));
        int place = 0;
        foreach (Parameter parameter in parameters.Parameters)
        {
            // Where none is taken, the engine's own stays.
            double[] differences = [.. gradient[parameter.Name].Values];
            for (int i = 0; i < differences.Length; i++)
            {
                if (place++ % DifferenceStride != 0)
                {
                    continue;
                }

                double original = parameter.Values[i];
                parameter.Values[i] = original + Distance;
                double above = TrainingLoss(engine, network, parameters, data);
                parameter.Values[i] = original - Distance;
                double below = TrainingLoss(engine, network, parameters, data);
                parameter.Values[i] = original;
                differences[i] = (above - below) / (2 * Distance);
            }

            Numbers.AssertWithin(differences, gradient[parameter.Name].Values, 1e-8 * Math.Max(1, largest), $"gradient of {parameter.Name}");
        }
    }

    [Theory]
    [MemberData(nameof(LayerExamples.Names), MemberType = typeof(LayerExamples))]
    public void Measure_EveryLayer_AgreesWithOracle(string layer)
    {
        Network network = LayerExamples.Build(layer);
        (ParameterSet parameters, Dataset data) = LayerExamples.Draw(network);
        Measurements expected = AllMeasurements(network, data.Count), actual = AllMeasurements(network, data.Count);
        var oracle = new ScalarEngine(network, Precision.F64, data.Count, seed: 1);
        oracle.Load(parameters);
        oracle.Measure(All(data), expected);
        foreach (Precision precision in Enum.GetValues<Precision>())
        {
            using IEngine engine = Create(network, precision, data.Count);
            engine.Load(parameters);
            engine.Measure(All(data), actual);
            AssertClose(expected, actual, Agreement(precision));
        }
    }

    /// <summary>An engine that does not sum them says so with null.</summary>
    [Theory]
    [MemberData(nameof(LayerExamples.Names), MemberType = typeof(LayerExamples))]
    public void Step_EveryLayer_NormsAreThoseOfGradientAndParameters(string layer)
    {
        Network network = LayerExamples.Build(layer);
        (ParameterSet parameters, Dataset data) = LayerExamples.Draw(network);
        static double Squares(IEnumerable<double[]> values) => values.Sum(numbers => numbers.Sum(number => number * number));
        foreach (Precision precision in Enum.GetValues<Precision>())
        {
            using IEngine engine = Create(network, precision, data.Count);
            engine.Load(parameters);
            Measurements measured = AllMeasurements(network, data.Count);
            engine.Step(All(data), new SgdOptions(1, 0, 0.5), measured);
            if (!SumsNorms)
            {
                Assert.Null(measured.BatchGradientNorm);
                Assert.Null(measured.ParameterNorm);
                return;
            }

            double gradient = Squares(Gradient(engine, network, parameters, All(data)).Parameters.Select(parameter => parameter.Momentum));
            double theta = Squares(parameters.Parameters.Select(parameter => parameter.Values));
            Assert.Equal(gradient, measured.BatchGradientNorm!.Value, Agreement(precision) * gradient);
            Assert.Equal(theta, measured.ParameterNorm!.Value, Agreement(precision) * theta);
            engine.Measure(All(data), measured);
            Assert.Null(measured.BatchGradientNorm);
        }
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(Precisions))]
    public void Step_RandomNetwork_GradientIsMeanOfPerSampleGradients(Precision precision) => RandomCase.ForEach(RandomCases, randomCase =>
    {
        using IEngine engine = Create(randomCase.Network, precision, randomCase.Capacity);
        ParameterSet gradient = Gradient(engine, randomCase.Network, randomCase.Parameters, randomCase.Batch);
        ReadOnlySpan<double> mean = randomCase.MeanGradient;

        // θ_before − θ_after carries the rounding of θ itself; the momentum, which is g here, does not.
        double roundingOfTheta = precision == Precision.F64 ? 1e-15 : 1e-6;
        int start = 0;
        foreach ((Parameter parameter, Parameter actual) in randomCase.Parameters.Parameters.Zip(gradient.Parameters))
        {
            ReadOnlySpan<double> expected = mean[start..(start + actual.Values.Length)];
            double tolerance = Agreement(precision) * Numbers.Largest(mean);
            Numbers.AssertWithin(expected, actual.Momentum, tolerance, $"momentum of {parameter.Name}");
            tolerance += roundingOfTheta * Math.Max(Numbers.Largest(parameter.Values), Numbers.Largest(expected));
            Numbers.AssertWithin(expected, actual.Values, tolerance, $"gradient of {parameter.Name}");
            start += actual.Values.Length;
        }
    });

    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(Precisions))]
    public void Step_SingleSample_GradientNormIsThatOfTheUpdate(Precision precision) => RandomCase.ForEach(
        RandomCases,
        randomCase =>
        {
            // With dropout: measurement and update must see the same mask.
            using IEngine engine = Create(randomCase.Network, precision, randomCase.Capacity);
            var batch = new Batch(randomCase.Data, randomCase.Batch.Indices[..1], randomCase.Batch.Step);
            var measured = new Measurements(1, randomCase.Network.Classes, MeasurementLevel.Structure);
            ParameterSet gradient = Gradient(engine, randomCase.Network, randomCase.Parameters, batch, measured);
            double norm = gradient.Parameters.Sum(parameter => parameter.Momentum.Sum(g => g * g));
            Numbers.AssertClose(norm, measured.GradientNorm[0], Agreement(precision), "gradient norm");
        },
        dropout: true);

    /// <summary>θ_before − θ_after as values, and v as momentum, of one step at learning rate 1 without momentum.</summary>
    private static ParameterSet Gradient(IEngine engine, Network network, ParameterSet parameters, Batch batch, Measurements? into = null)
    {
        engine.Load(parameters);
        ParameterSet before = Saved(engine, network);
        engine.Step(batch, PlainGradient, into ?? new Measurements(batch.Count, network.Classes, MeasurementLevel.Structure));
        ParameterSet gradient = Saved(engine, network);
        foreach ((Parameter old, Parameter difference) in before.Parameters.Zip(gradient.Parameters))
        {
            for (int i = 0; i < old.Values.Length; i++)
            {
                difference.Values[i] = old.Values[i] - difference.Values[i];
            }
        }

        return gradient;
    }

    /// <summary>Mean loss; with dropout, that of a step which does not move, at the same t and therefore with the same masks.</summary>
    private static double TrainingLoss(IEngine engine, Network network, ParameterSet parameters, Dataset data)
    {
        var measured = new Measurements(data.Count, network.Classes, MeasurementLevel.Loss);
        engine.Load(parameters);
        if (Contains<DropoutLayer>(network.Layers))
        {
            engine.Step(All(data), new SgdOptions(0, 0, 0), measured);
        }
        else
        {
            engine.Measure(All(data), measured);
        }

        return measured.Loss.Average();
    }

    private static bool Contains<TLayer>(IEnumerable<Layer> layers) =>
        layers.Any(layer => layer is TLayer || (layer is ResidualLayer residual && Contains<TLayer>(residual.Layers)));
}
