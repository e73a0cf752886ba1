using StructuralError.Benchmarks.Running;
using StructuralError.Cli;
using StructuralError.Cuda;
using StructuralError.Data;
using StructuralError.Engines;
using StructuralError.Networks;
using StructuralError.Running;
using StructuralError.Storage;
using StructuralError.Training;

namespace StructuralError.Benchmarks.Durability;

/// <summary>The program's own services, with the data loaded once for all runs, no figures, and rows dropped where they are not wanted.</summary>
internal sealed class BenchmarkServices(ITrainingServices inner, bool keepsRows) : ITrainingServices
{
    public ModelFile LoadModel(string model) => inner.LoadModel(model);

    public DatasetPreview? Preview(RunSpec spec) => inner.Preview(spec);

    public bool IsAtHand(RunSpec spec) => true;

    public DatasetPair LoadDataset(RunSpec spec, TextWriter messages, bool quiet, CancellationToken cancellation) => BenchmarkData.Pair;

    public IEngine CreateEngine(Network network, RunSpec spec, int batchCapacity, DeviceRequest device) => inner.CreateEngine(network, spec, batchCapacity, device);

    public IReadOnlyList<IEngine> CreateReplicas(Network network, RunSpec spec, int batchCapacity, DeviceRequest device, IReadOnlyList<long> seeds) =>
        inner.CreateReplicas(network, spec, batchCapacity, device, seeds);

    public int MostReplicas(Network network, RunSpec spec, int batchCapacity, DeviceRequest device, DatasetPair data) =>
        inner.MostReplicas(network, spec, batchCapacity, device, data);

    public CudaDeviceList FindCudaDevices() => inner.FindCudaDevices();

    public (ParameterSet Parameters, ISampleOrder Order) Initialize(Network network, RunSpec spec, int samples) => inner.Initialize(network, spec, samples);

    public IRowWriter CreateWriter(RowFiles files, RunSpec spec, int classes)
    {
        if (keepsRows)
        {
            return inner.CreateWriter(files, spec, classes);
        }

        // The run's summary names the file.
        _ = files.Open(RunDirectory.StepsName);
        return new NoRows();
    }

    public void WriteFigures(string runDirectory, Action<string> warn, IFileSystem files)
    {
    }

    private sealed class NoRows : IRowWriter
    {
        public void Dispose()
        {
        }
    }
}
