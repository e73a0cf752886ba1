using StructuralError.Cli.Queue;
using StructuralError.Cuda;
using StructuralError.Data;
using StructuralError.Engines;
using StructuralError.Networks;
using StructuralError.Running;
using StructuralError.Storage;
using StructuralError.Training;

namespace StructuralError.Cli.Replicas;

/// <summary>The services of runs in one process: the data are loaded once, and engines on a CUDA device are replicas of one another.</summary>
/// <param name="replicas">Null where each run makes its own engine.</param>
internal sealed class SharedServices(ITrainingServices services, DatasetCache data, ReplicaEngines? replicas) : ITrainingServices
{
    public ModelFile LoadModel(string model) => services.LoadModel(model);

    public DatasetPreview? Preview(RunSpec spec) => services.Preview(spec);

    public bool IsAtHand(RunSpec spec) => services.IsAtHand(spec);

    public DatasetPair LoadDataset(RunSpec spec, TextWriter messages, bool quiet, CancellationToken cancellation) => data.Load(spec);

    public IEngine CreateEngine(Network network, RunSpec spec, int batchCapacity, DeviceRequest device) =>
        replicas?.Take(network, spec, batchCapacity) ?? services.CreateEngine(network, spec, batchCapacity, device);

    public IReadOnlyList<IEngine> CreateReplicas(Network network, RunSpec spec, int batchCapacity, DeviceRequest device, IReadOnlyList<long> seeds) =>
        services.CreateReplicas(network, spec, batchCapacity, device, seeds);

    public int MostReplicas(Network network, RunSpec spec, int batchCapacity, DeviceRequest device, DatasetPair data) =>
        services.MostReplicas(network, spec, batchCapacity, device, data);

    public CudaDeviceList FindCudaDevices() => services.FindCudaDevices();

    public (ParameterSet Parameters, ISampleOrder Order) Initialize(Network network, RunSpec spec, int samples) => services.Initialize(network, spec, samples);

    public IRowWriter CreateWriter(RowFiles files, RunSpec spec, int classes) => services.CreateWriter(files, spec, classes);

    public void WriteFigures(string runDirectory, Action<string> warn, IFileSystem files) => services.WriteFigures(runDirectory, warn, files);
}
