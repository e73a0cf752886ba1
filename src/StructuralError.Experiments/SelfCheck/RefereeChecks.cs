using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.RandomNumbers;
using StructuralError.Experiments.Models;

namespace StructuralError.Experiments.SelfCheck;

/// <summary>
/// A few steps of training in float64, each measured by the engine and by a referee: the paper's models, and small networks with every type of layer.
/// </summary>
public sealed class RefereeChecks(EngineFactory device, Func<Network, IReferee> referee)
{
    // Rounding alone is below 1e-13; a rule that is wrong is off by orders of magnitude more.
    private const double Limit = 1e-11;
    private const int Steps = 3;
    private const int BatchSize = 8;
    private const int Classes = 10;
    private const long Seed = 3;

    private static readonly SgdOptions Sgd = new(LearningRate: 0.05, Momentum: 0.9, WeightDecay: 1e-4);

    /// <summary>Makes a referee and lets it go: what is missing is said before anything is checked.</summary>
    /// <exception cref="EngineException">It cannot be used here.</exception>
    public void Require() => referee(SampleNetwork.All[0].Network).Dispose();

    /// <summary>All checks, none of them carried out yet.</summary>
    public IEnumerable<Check> All() =>
    [
        .. from model in (string[])["a", "b", "c", "d"]
           from k in (int[])[0, 1, 3]
           select Of($"model {model}, k = {k}", () => Deviation(Model(model, k))),
        .. SampleNetwork.All.Select(network => Of(network.Name, () => Deviation(network.Network, network.Parameters, network.Data))),
    ];

    private static Check Of(string name, Func<double> deviation) => new("referee", $"{name}, {Steps} steps", Limit, deviation);

    private static Network Model(string name, int k)
    {
        NetworkDefinition definition = NetworkFile.Parse(EmbeddedFile.ReadText($"Models.{name}.json"), name);
        return definition.Resolve(new Dictionary<string, int> { ["k"] = k }, definition.Input, Classes);
    }

    private double Deviation(Network network)
    {
        var generator = new TorchGenerator(Seed);
        var parameters = new ParameterSet(network);
        Initialization.Initialize(parameters, network, generator, InitScheme.Default);
        float[] pixels = new float[BatchSize * network.Input.Count];
        generator.FillUniform(pixels, 0, 1);
        return Deviation(network, parameters, new Dataset("uniform", network.Input, pixels, [.. Enumerable.Range(0, BatchSize).Select(n => (byte)n)]));
    }

    private double Deviation(Network network, ParameterSet parameters, Dataset data)
    {
        int[] all = [.. Enumerable.Range(0, data.Count)];
        using var engine = new RefereedEngine(device(network, Precision.F64, data.Count, Seed), referee(network), network, data.Count, every: 1);
        engine.Load(parameters);
        var rows = new Measurements(data.Count, network.Classes, MeasurementLevel.Structure);
        for (int step = 0; step < Steps; step++)
        {
            engine.Step(new Batch(data, all, step), Sgd, rows);
        }

        return engine.LargestDeviation;
    }
}
