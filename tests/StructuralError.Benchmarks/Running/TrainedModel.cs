using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.RandomNumbers;
using StructuralError.Core.Training;
using StructuralError.Core.Work;
using StructuralError.Cpu;
using StructuralError.Experiments.Models;

namespace StructuralError.Benchmarks.Running;

/// <summary>
/// A model after some steps of training, so that masks and activations are those of real work, and the samples it is then timed on:
/// the next ones of the same epoch.
/// </summary>
internal sealed class TrainedModel
{
    public const int TrainingSteps = 200;

    /// <summary>Samples that timed batches are taken from, in turn; a multiple of every batch size measured.</summary>
    public const int TimedSamples = 1024;

    private const int BatchSize = 64;
    private const int Seed = 0;

    private TrainedModel(Network network, ParameterSet parameters, Dataset data, int[] samples) =>
        (Network, Parameters, Data, Samples) = (network, parameters, data, samples);

    public Network Network { get; }

    public ParameterSet Parameters { get; }

    public Dataset Data { get; }

    public int[] Samples { get; }

    public static TrainedModel Create(string model, int k) => Create(model, new() { ["k"] = k }, BenchmarkData.Train.Labels.Max() + 1);

    /// <param name="classes">Where the data have another number, the samples are labelled in turn: how a step spends its time does not depend on it.</param>
    public static TrainedModel Create(string model, Dictionary<string, int> sizes, int classes)
    {
        Dataset data = BenchmarkData.WithClasses(classes);
        // Past figures, and the programs they are compared with, are of these.
        Network network = ModelLocator.Default.Load("plain-" + model).Resolve(sizes, data.SampleShape, classes);
        var generator = new TorchGenerator(Seed);
        var parameters = new ParameterSet(network);
        Initialization.Initialize(parameters, network, generator, InitScheme.Default);
        int[] order = new RandomSampler(generator, data.Count).NextEpoch();
        using IEngine engine = CpuEngine.Create(network, new EngineOptions(Precision.F32, BatchSize, Environment.ProcessorCount, Seed));
        engine.Load(parameters);
        var losses = new Measurements(BatchSize, classes, MeasurementLevel.Loss);
        for (int step = 0; step < TrainingSteps; step++)
        {
            engine.Step(new Batch(data, order.AsMemory(step * BatchSize, BatchSize), step), new SgdOptions(0.01, 0.9, 0), losses);
        }

        engine.Save(parameters);
        return new TrainedModel(network, parameters, data, order[(TrainingSteps * BatchSize)..((TrainingSteps * BatchSize) + TimedSamples)]);
    }

    /// <summary>Multiply-adds of the first <paramref name="samples"/> timed samples, all together.</summary>
    public LayerWork CountWork(int samples) => CountLayers(samples).Aggregate((a, b) => a + b);

    /// <summary>The same layer by layer, in the order of the parameters.</summary>
    public IReadOnlyList<LayerWork> CountLayers(int samples)
    {
        var counter = new WorkCounter(Network, Parameters);
        foreach (int sample in Samples.AsSpan(0, samples))
        {
            counter.Add(Data, sample);
        }

        return counter.Layers;
    }
}
