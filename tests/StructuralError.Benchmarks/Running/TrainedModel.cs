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

    private TrainedModel(Network network, ParameterSet parameters, int[] samples) => (Network, Parameters, Samples) = (network, parameters, samples);

    public Network Network { get; }

    public ParameterSet Parameters { get; }

    public int[] Samples { get; }

    public static TrainedModel Create(string model, int k)
    {
        Core.Data.Dataset data = BenchmarkData.Train;
        int classes = data.Labels.Max() + 1;
        Network network = ModelLocator.Default.Load(model).Resolve(new Dictionary<string, int> { ["k"] = k }, data.SampleShape, classes);
        var generator = new TorchGenerator(Seed);
        var parameters = new ParameterSet(network);
        Initialization.Initialize(parameters, network, generator, InitScheme.Default);
        int[] order = new RandomSampler(generator, data.Count).NextEpoch();
        using IEngine engine = CpuEngine.Create(network, new CpuEngineOptions(Precision.F32, BatchSize, Environment.ProcessorCount, Seed));
        engine.Load(parameters);
        var losses = new Measurements(BatchSize, classes, MeasurementLevel.Loss);
        for (int step = 0; step < TrainingSteps; step++)
        {
            engine.Step(new Batch(data, order.AsMemory(step * BatchSize, BatchSize), step), new SgdOptions(0.01, 0.9, 0), losses);
        }

        engine.Save(parameters);
        return new TrainedModel(network, parameters, order[(TrainingSteps * BatchSize)..((TrainingSteps * BatchSize) + TimedSamples)]);
    }

    /// <summary>Multiply-adds of the first <paramref name="samples"/> timed samples, all together.</summary>
    public LayerWork CountWork(int samples)
    {
        var counter = new WorkCounter(Network, Parameters);
        foreach (int sample in Samples.AsSpan(0, samples))
        {
            counter.Add(BenchmarkData.Train, sample);
        }

        return counter.Total;
    }
}
