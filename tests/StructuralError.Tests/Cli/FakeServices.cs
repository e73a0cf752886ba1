using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cuda;
using StructuralError.Cuda.Driver;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Engines;
using StructuralError.Experiments.Models;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Storage;
using StructuralError.Tests.Training;

namespace StructuralError.Tests.Cli;

/// <summary>Services without files, data or arithmetic: what is tested is the runner.</summary>
internal sealed class FakeServices : IDatasets
{
    private const string Model = """
        {
          "name": "NAME",
          "title": "Tiny",
          "input": [1, 2, 2],
          "parameters": { "k": 1, "width": 3 },
          "layers": ["flatten", { "linear": "width" }, "relu", { "repeat": "k", "skip": true, "layers": [{ "linear": "width" }] }, { "linear": "classes" }]
        }
        """;

    public FakeEngine Engine { get; set; } = new();

    public DatasetPair Data { get; set; } = Samples.Pair();

    public bool NeedsLoading { get; set; }

    public string? UnknownDataset { get; set; }

    public int Loads { get; private set; }

    public Action OnLoad { get; set; } = () => { };

    public Action OnFigures { get; set; } = () => { };

    /// <summary>Models whose files were read, in order.</summary>
    public List<string> ModelsRead { get; } = [];

    private ModelFile LoadModel(string model)
    {
        ModelsRead.Add(model);
        return model is "a" or "b"
            ? new ModelFile(NetworkFile.Parse(Model.Replace("NAME", model, StringComparison.Ordinal), model), IsOwn: false)
            : throw new UserErrorException(FailureKind.Usage, $"there is no model '{model}'; there are a, b");
    }

    public DatasetPreview? Preview(RunSpec spec) => spec.Dataset == UnknownDataset
        ? throw new UserErrorException(FailureKind.Usage, $"dataset: '{spec.Dataset}' is not known")
        : NeedsLoading ? null : new DatasetPreview(Data.Name, Samples.Shape, 2, Data.Train.Count, spec.Dataset != "auto");

    public bool IsAtHand(RunSpec spec) => spec.Dataset != "auto";

    public IDatasets WatchedBy(Func<IDownloadWatch> watch) => this;

    public DatasetPair Load(RunSpec spec, CancellationToken cancellation = default)
    {
        Loads++;
        OnLoad();
        cancellation.ThrowIfCancellationRequested();
        return Data;
    }

    /// <summary>What there is besides the processor.</summary>
    public CudaDeviceList Cuda { get; set; } = new(null, [], "no NVIDIA driver found");

    /// <summary>What engines were made for, in order.</summary>
    public List<DeviceRequest> Devices { get; } = [];

    /// <summary>What the disk has left.</summary>
    public long FreeSpace { get; set; } = long.MaxValue;

    /// <summary>All of this as the program takes it.</summary>
    public ExperimentServices ToServices(TimeProvider? time = null, IFileSystem? files = null) => new()
    {
        LoadModel = LoadModel,
        Datasets = this,
        Engines = Engines,
        Draw = (network, _, samples) => (new ParameterSet(network), new SequentialSampler(samples)),
        DrawFigures = (run, _, disk, _) =>
        {
            OnFigures();
            disk.CreateDirectory(Path.Combine(run, RunDirectory.FiguresName));
        },
        FindSource = RealServices.WithCuda.FindSource,
        Time = time ?? TimeProvider.System,
        Files = files ?? DiskFileSystem.Instance,
        FreeSpace = _ => FreeSpace,
    };

    /// <summary>Whether <c>auto</c> may take what there is besides the processor.</summary>
    public bool IsAutomatic { get; set; } = true;

    public EngineProviders Engines => new(new Provider(this, "cpu"), new Provider(this, "cuda"));

    /// <summary>How many replicas a CUDA device holds.</summary>
    public int Held { get; set; } = int.MaxValue;

    /// <summary>Seeds of the engines that were made side by side, a list each time.</summary>
    public List<long[]> Replicas { get; } = [];

    /// <summary>Engine of the replica with this seed.</summary>
    public Func<long, FakeEngine> Replica { get; set; } = _ => new FakeEngine();

    private IEngine[] Replicate(IReadOnlyList<long> seeds)
    {
        lock (Replicas)
        {
            Replicas.Add([.. seeds]);
        }

        return [.. seeds.Select(Replica)];
    }

    private sealed class Provider(FakeServices services, string name) : IEngineProvider
    {
        public string Name => name;

        public bool IsAutomatic => services.IsAutomatic;

        public DeviceList Devices() => name == "cpu"
            ? new DeviceList([new Device(new DeviceRequest(name), 0, "a processor", 1 << 30, "none", Environment.ProcessorCount, null)], null, null)
            : new CudaEngineProvider(() => services.Cuda).Devices();

        public IEngine Create(Network network, EngineOptions options, int ordinal)
        {
            lock (services.Devices)
            {
                services.Devices.Add(new DeviceRequest(name, name == "cpu" ? null : ordinal));
            }

            return services.Engine;
        }

        public IReadOnlyList<IEngine> TryCreateReplicas(Network network, EngineOptions options, int ordinal, IReadOnlyList<long> seeds) => services.Replicate(seeds);

        public int MostReplicas(Network network, EngineOptions options, int ordinal, params ReadOnlySpan<Dataset> data) => services.Held;

        public void Release()
        {
        }
    }
}
