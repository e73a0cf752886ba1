using StructuralError.Cli;
using StructuralError.Cuda;
using StructuralError.Data;
using StructuralError.Engines;
using StructuralError.Networks;
using StructuralError.Running;
using StructuralError.Storage;
using StructuralError.Tests.Cli;
using StructuralError.Tests.Training;
using StructuralError.Training;

namespace StructuralError.Tests.Durability;

/// <summary>The program's own services, but a step of the engine takes so much of the clock's time, whatever the machine.</summary>
internal sealed class TimedServices(ManualClock clock, TimeSpan step) : ITrainingServices
{
    private readonly Composition _inner = RealServices.WithoutCuda();

    public ModelFile LoadModel(string model) => _inner.LoadModel(model);

    public DatasetPreview? Preview(RunSpec spec) => _inner.Preview(spec);

    public bool IsAtHand(RunSpec spec) => _inner.IsAtHand(spec);

    public DatasetPair LoadDataset(RunSpec spec, TextWriter messages, bool quiet, CancellationToken cancellation) => _inner.LoadDataset(spec, messages, quiet, cancellation);

    public IEngine CreateEngine(Network network, RunSpec spec, int batchCapacity, DeviceRequest device) =>
        new TimedEngine(_inner.CreateEngine(network, spec, batchCapacity, device), clock, step);

    public IReadOnlyList<IEngine> CreateReplicas(Network network, RunSpec spec, int batchCapacity, DeviceRequest device, IReadOnlyList<long> seeds) =>
        _inner.CreateReplicas(network, spec, batchCapacity, device, seeds);

    public CudaDeviceList FindCudaDevices() => _inner.FindCudaDevices();

    public (ParameterSet Parameters, ISampleOrder Order) Initialize(Network network, RunSpec spec, int samples) => _inner.Initialize(network, spec, samples);

    public IRowWriter CreateWriter(RowFiles files, RunSpec spec, int classes, TimeProvider time) => _inner.CreateWriter(files, spec, classes, time);

    public void WriteFigures(string runDirectory, Action<string> warn, IFileSystem files) => _inner.WriteFigures(runDirectory, warn, files);

    private sealed class TimedEngine(IEngine engine, ManualClock clock, TimeSpan step) : IEngine
    {
        public EngineInfo Info => engine.Info;

        public IReadOnlyList<LayerPlan> Plan => engine.Plan;

        public void Load(ParameterSet parameters) => engine.Load(parameters);

        public void Save(ParameterSet parameters) => engine.Save(parameters);

        public void Measure(in Batch batch, Measurements into) => engine.Measure(batch, into);

        public void Step(in Batch batch, in SgdStep sgd, Measurements into)
        {
            engine.Step(batch, sgd, into);
            clock.Advance(step);
        }

        public void Announce(in StepsAhead steps) => engine.Announce(steps);

        public Evaluation Evaluate(Dataset data) => engine.Evaluate(data);

        public void Dispose() => engine.Dispose();
    }
}
