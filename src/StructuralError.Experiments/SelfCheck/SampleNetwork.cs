using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.RandomNumbers;
using StructuralError.Experiments.Models;

namespace StructuralError.Experiments.SelfCheck;

/// <summary>A small network with parameters and samples drawn from a fixed seed: together they have every type of layer.</summary>
internal sealed class SampleNetwork
{
    private const string Folder = "SelfCheck.Networks.";
    private const string Ending = ".json";
    private const int Classes = 7;
    private const int Samples = 11;
    private const long Seed = 20;

    private readonly TorchGenerator _generator = new(Seed);

    private SampleNetwork(string name)
    {
        Name = name;
        NetworkDefinition definition = NetworkFile.Parse(EmbeddedFile.ReadText(Folder + name + Ending), name);
        Network = definition.Resolve(new Dictionary<string, int>(), definition.Input, Classes);
        Parameters = new ParameterSet(Network);
        Initialization.Initialize(Parameters, Network, _generator, InitScheme.Default);
        Data = new Dataset(name, Network.Input, Normal(Samples * Network.Input.Count), [.. Enumerable.Range(0, Samples).Select(n => (byte)(n % Classes))]);
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SampleNetwork> All { get; } =
        [.. EmbeddedFile.Names(Folder, Ending).Select(file => new SampleNetwork(file[Folder.Length..^Ending.Length]))];

    public string Name { get; }

    public Network Network { get; }

    /// <summary>To begin with, without momentum.</summary>
    public ParameterSet Parameters { get; }

    public Dataset Data { get; }

    public bool HasDropout => Network.IsRandom;

    /// <summary>Whether the loss has a derivative everywhere: no ReLU and no largest of a window.</summary>
    public bool IsSmooth => !HasDropout && Network.IsSmooth;

    public static SampleNetwork Find(string name) => All.First(network => network.Name == name);

    /// <summary>A new engine that holds the parameters.</summary>
    public IEngine Engine(EngineFactory factory, Precision precision)
    {
        IEngine engine = factory(Network, precision, Samples, Seed);
        engine.Load(Parameters);
        return engine;
    }

    public Batch Batch(params int[] indices) => new(Data, indices, 0);

    public Batch Whole() => Batch([.. Enumerable.Range(0, Samples)]);

    /// <summary>One sample's image under another label, as a data set of its own.</summary>
    public Dataset Labelled(int sample, int label)
    {
        float[] image = new float[Network.Input.Count];
        Data.CopySample(sample, image);
        return new Dataset(Name, Network.Input, image, [(byte)label]);
    }

    public Measurements Measurements(MeasurementLevel level, int capacity = Samples) => new(capacity, Classes, level, Network.ParameterLayers.Length);

    private float[] Normal(int count)
    {
        float[] values = new float[count];
        _generator.FillNormal(values, 0, 1);
        return values;
    }
}
