using System.Collections.Immutable;
using StructuralError.Cli;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Structure;
using StructuralError.Core.Training;
using StructuralError.Cuda.Devices;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Specs;
using StructuralError.Runs.Storage;
using StructuralError.Tests.Running;
using StructuralError.Tests.Training;

namespace StructuralError.Tests.Cli;

/// <summary>Services without files, data or arithmetic: what is tested is the runner.</summary>
internal sealed class FakeServices : ITrainingServices
{
    public FakeEngine Engine { get; set; } = new();

    public DatasetPair Data { get; set; } = Samples.Pair();

    public bool NeedsLoading { get; set; }

    public string? UnknownDataset { get; set; }

    public int Loads { get; private set; }

    public Action OnLoad { get; set; } = () => { };

    public Action OnFigures { get; set; } = () => { };

    public ModelFile LoadModel(string model) => model is "a" or "b"
        ? new ModelFile(new Dictionary<string, int> { ["k"] = 1, ["width"] = 3 }, false, (overrides, _, _) => Resolve(model, overrides))
        : throw new UserErrorException(ExitCodes.Usage, $"there is no model '{model}'; there are a, b");

    public DatasetPreview? Preview(RunSpec spec) => spec.Dataset == UnknownDataset
        ? throw new UserErrorException(ExitCodes.Usage, $"dataset: '{spec.Dataset}' is not known")
        : NeedsLoading ? null : new DatasetPreview(Data.Name, Samples.Shape, 2, spec.Dataset != "auto");

    public bool IsAtHand(RunSpec spec) => spec.Dataset != "auto";

    public DatasetPair LoadDataset(RunSpec spec, TextWriter messages, bool quiet, CancellationToken cancellation)
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

    public IEngine CreateEngine(Network network, RunSpec spec, int batchCapacity, DeviceRequest device)
    {
        Devices.Add(device);
        return Engine;
    }

    public IReadOnlyList<IEngine> CreateReplicas(Network network, RunSpec spec, int batchCapacity, DeviceRequest device, IReadOnlyList<long> seeds) =>
        Replicate(seeds);

    public int MostReplicas(Network network, RunSpec spec, int batchCapacity, DeviceRequest device, DatasetPair data) => Held;

    /// <summary>How many replicas a CUDA device holds.</summary>
    public int Held { get; set; } = int.MaxValue;

    /// <summary>Seeds of the engines that were made side by side, a list each time.</summary>
    public List<long[]> Replicas { get; } = [];

    /// <summary>Engine of the replica with this seed.</summary>
    public Func<long, FakeEngine> Replica { get; set; } = _ => new FakeEngine();

    public CudaDeviceList FindCudaDevices() => Cuda;

    private IEngine[] Replicate(IReadOnlyList<long> seeds)
    {
        lock (Replicas)
        {
            Replicas.Add([.. seeds]);
        }

        return [.. seeds.Select(Replica)];
    }

    public (ParameterSet Parameters, ISampleOrder Order) Initialize(Network network, RunSpec spec, int samples) => (new ParameterSet(network), new SortedOrder(samples));

    public IRowWriter CreateWriter(RowFiles files, RunSpec spec, int classes, TimeProvider time)
    {
        bool structure = spec.StructureEvery > 0;
        return new LineWriter(
            files.Open(RunDirectory.StepsName),
            spec.PerSample ? files.Open(RunDirectory.SamplesName) : null,
            structure ? files.Open(RunDirectory.LayersName) : null,
            structure ? files.Open(RunDirectory.IndependenceName) : null);
    }

    public void WriteFigures(string runDirectory, Action<string> warn, IFileSystem files)
    {
        OnFigures();
        files.CreateDirectory(Path.Combine(runDirectory, RunDirectory.FiguresName));
    }

    private static Network Resolve(string model, ImmutableSortedDictionary<string, int> overrides)
    {
        Problem[] problems = [.. overrides.Keys.Except(["k", "width"]).Select(name => new Problem($"model '{model}' has no parameter '{name}'; it has k, width"))];
        // As a real model would.
        if (overrides.GetValueOrDefault("k", 1) is < 0 or > 1000 || overrides.GetValueOrDefault("width", 3) is < 1 or > 1000)
        {
            problems = [.. problems, new Problem($"model '{model}' cannot have this size")];
        }

        return problems.Length > 0
            ? throw new UserErrorException(ExitCodes.Usage, problems)
            : Tiny.Network(model, overrides.GetValueOrDefault("k", 1), overrides.GetValueOrDefault("width", 3));
    }

    private sealed class LineWriter(Stream steps, Stream? samples, Stream? layers, Stream? independence) : IRowWriter
    {
        public void Measured(in Batch batch, Measurements measurements)
        {
            for (int n = 0; n < batch.Count; n++)
            {
                samples?.Write("sample\n"u8);
            }
        }

        public void Structure(ReadOnlySpan<LayerRow> parts, in IndependenceRow row)
        {
            layers?.Write("part\n"u8);
            independence?.Write("row\n"u8);
        }

        public void Row(in StepRow row) => steps.Write("row\n"u8);

        public void Dispose()
        {
        }
    }
}
