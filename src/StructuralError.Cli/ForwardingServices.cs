using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Training;
using StructuralError.Cuda.Devices;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Specs;
using StructuralError.Runs.Storage;

namespace StructuralError.Cli;

/// <summary>Leaves everything to other services: the base of those that differ in a few.</summary>
internal abstract class ForwardingServices(ITrainingServices inner) : ITrainingServices
{
    public ModelFile LoadModel(string model) => inner.LoadModel(model);

    public DatasetPreview? Preview(RunSpec spec) => inner.Preview(spec);

    public virtual bool IsAtHand(RunSpec spec) => inner.IsAtHand(spec);

    public virtual DatasetPair LoadDataset(RunSpec spec, TextWriter messages, bool quiet, CancellationToken cancellation) => inner.LoadDataset(spec, messages, quiet, cancellation);

    public virtual IEngine CreateEngine(Network network, RunSpec spec, int batchCapacity, DeviceRequest device) => inner.CreateEngine(network, spec, batchCapacity, device);

    public IReadOnlyList<IEngine> CreateReplicas(Network network, RunSpec spec, int batchCapacity, DeviceRequest device, IReadOnlyList<long> seeds) =>
        inner.CreateReplicas(network, spec, batchCapacity, device, seeds);

    public int MostReplicas(Network network, RunSpec spec, int batchCapacity, DeviceRequest device, DatasetPair data) =>
        inner.MostReplicas(network, spec, batchCapacity, device, data);

    public CudaDeviceList FindCudaDevices() => inner.FindCudaDevices();

    public (ParameterSet Parameters, ISampleOrder Order) Initialize(Network network, RunSpec spec, int samples) => inner.Initialize(network, spec, samples);

    public virtual IRowWriter CreateWriter(RowFiles files, RunSpec spec, int classes, TimeProvider time) => inner.CreateWriter(files, spec, classes, time);

    public virtual void WriteFigures(string runDirectory, Action<string> warn, IFileSystem files) => inner.WriteFigures(runDirectory, warn, files);
}
