using System.Collections.Concurrent;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Tests.Oracle;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>Sizes beyond those of the random networks: many outputs, channels, classes and samples, against the oracle.</summary>
public abstract partial class EngineConformance
{
    private static readonly Dictionary<string, Func<Network>> Sizes = new()
    {
        ["wide linear layers"] = () => new NetworkBuilder(TensorShape.Vector(300))
            .Linear(270).Relu().Linear(137, bias: false).Activation(ActivationKind.Gelu).Linear(31).Build(),
        ["layers wider than a cache"] = () => new NetworkBuilder(TensorShape.Vector(30))
            .Linear(340).Relu().Residual(block => block.Linear(340).LayerNorm().Relu()).Linear(331, bias: false).Activation(ActivationKind.Tanh).Linear(5).Build(),
        ["images into a wide layer"] = () => new NetworkBuilder(TensorShape.Image(1, 12, 12)).Conv(9, 3, padding: 1).Relu().Flatten().Linear(70).Relu().Linear(3).Build(),
        ["many channels"] = () => new NetworkBuilder(TensorShape.Image(3, 9, 11))
            .Conv(36, 3, padding: 1).Relu().MaxPool(3, 2).Residual(block => block.Conv(36, 3, padding: 1).Relu()).Conv(17, 3, 2, 1).Flatten().Linear(10).Build(),
        ["large kernel"] = () => new NetworkBuilder(TensorShape.Image(2, 15, 14)).Conv(5, 7, stride: 2, padding: 3).Relu().Conv(33, 1).AvgPool(4, 3).Flatten().Linear(4).Build(),
        ["many classes"] = () => new NetworkBuilder(TensorShape.Image(1, 6, 6)).Conv(4, 3).Activation(ActivationKind.Tanh).Flatten().Linear(47).Build(),
        ["a hundred classes"] = () => new NetworkBuilder(TensorShape.Vector(20)).Linear(150).Relu().Linear(40).Relu().Linear(100).Build(),
        ["many classes, every Gram part"] = () => new NetworkBuilder(TensorShape.Image(2, 7, 7))
            .Conv(6, 3).Activation(ActivationKind.Tanh).LayerNorm().Conv(9, 4).Relu().Flatten().Linear(33).Relu().Linear(25).Build(),
        ["two classes"] = () => new NetworkBuilder(TensorShape.Image(1, 20, 20)).Conv(16, 5).Relu().MaxPool(2, 2).Flatten().Linear(2).Build(),
    };

    private static readonly ConcurrentDictionary<(string Name, int Samples), Lazy<LargeCase>> LargeCases = new();

    public static TheoryData<string, int, Precision> SizesAndSamples
    {
        get
        {
            var data = new TheoryData<string, int, Precision>();
            foreach (Precision precision in Enum.GetValues<Precision>())
            {
                foreach (string name in Sizes.Keys)
                {
                    data.Add(name, 3, precision);
                }

                // More samples than 64, and no multiple of a power of two.
                data.Add("many classes", 67, precision);
            }

            return data;
        }
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(SizesAndSamples))]
    public void Step_LargeSizes_AgreesWithOracle(string name, int samples, Precision precision)
    {
        LargeCase of = LargeCases.GetOrAdd((name, samples), _ => new Lazy<LargeCase>(() => LargeCase.Of(Sizes[name](), samples))).Value;
        using IEngine engine = Create(of.Network, precision, samples);
        engine.Load(of.Parameters);
        Measurements actual = AllMeasurements(of.Network, samples);
        engine.Step(All(of.Data), LargeCase.Sgd, actual);
        AssertClose(of.Expected, actual, Agreement(precision));
        Numbers.AssertClose(of.After, Saved(engine, of.Network), Agreement(precision), "after a step,");
    }

    /// <summary>Drawn data and parameters, and a step of the oracle on them: once for all engines and precisions.</summary>
    private sealed record LargeCase(Network Network, ParameterSet Parameters, Dataset Data, Measurements Expected, ParameterSet After)
    {
        public static readonly SgdOptions Sgd = new(0.1, 0, 0);

        public static LargeCase Of(Network network, int samples)
        {
            var oracle = new ScalarEngine(network, Precision.F64, samples, seed: 1);
            var networks = new RandomNetworks(new System.Random(21), dropout: false);
            ParameterSet parameters;
            Dataset data;
            do
            {
                parameters = networks.DrawParameters(network);
                data = RandomData(network, networks, samples);
                oracle.Load(parameters);
            }
            while (oracle.SmallestMargin(data) < RandomCase.SafeMargin / 4);

            Measurements expected = AllMeasurements(network, samples);
            oracle.Step(All(data), Sgd, expected);
            return new LargeCase(network, parameters, data, expected, Saved(oracle, network));
        }
    }
}
