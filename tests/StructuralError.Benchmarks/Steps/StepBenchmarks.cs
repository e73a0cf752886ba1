using BenchmarkDotNet.Attributes;
using StructuralError.Benchmarks.Running;
using StructuralError.Core.Engines;
using StructuralError.Cpu;

namespace StructuralError.Benchmarks.Steps;

/// <summary>Whole steps of the engine, f32, batch 64, one thread: plain training and everything measured.</summary>
[Config(typeof(StepConfig))]
public class StepBenchmarks
{
    private const int BatchSize = 64;

    private readonly SgdOptions _sgd = new(0, 0.9, 0);
    private TrainedModel? _model;
    private IEngine? _engine;
    private Measurements? _losses;
    private Measurements? _structure;
    private int _step;

    [Params("a", "b", "c", "d")]
    public string Model { get; set; } = "a";

    [Params(0, 1, 3, 8)]
    public int K { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _model = TrainedModel.Create(Model, K);
        _engine = CpuEngine.Create(_model.Network, new EngineOptions(Precision.F32, BatchSize, 1, 0));
        _engine.Load(_model.Parameters);
        _losses = new Measurements(BatchSize, _model.Network.Classes, MeasurementLevel.Loss);
        _structure = new Measurements(BatchSize, _model.Network.Classes, MeasurementLevel.Structure);
    }

    [GlobalCleanup]
    public void Cleanup() => _engine?.Dispose();

    [Benchmark(Baseline = true)]
    public void Train() => Step(_losses!);

    [Benchmark]
    public void MeasureAndTrain() => Step(_structure!);

    private void Step(Measurements into)
    {
        int batch = _step++ % (TrainedModel.TimedSamples / BatchSize);
        _engine!.Step(new Batch(BenchmarkData.Train, _model!.Samples.AsMemory(batch * BatchSize, BatchSize), _step), _sgd, into);
    }
}
