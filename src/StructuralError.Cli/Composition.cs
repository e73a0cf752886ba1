using System.CommandLine;
using StructuralError.Cli.Commands;
using StructuralError.Cli.Training;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.RandomNumbers;
using StructuralError.Core.Training;
using StructuralError.Cpu;
using StructuralError.Cuda;
using StructuralError.Cuda.Devices;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Models;
using StructuralError.Reporting.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Specs;
using StructuralError.Runs.Storage;

namespace StructuralError.Cli;

/// <summary>Puts the assemblies together: the one place that knows who does what.</summary>
/// <param name="findCuda">Looks for CUDA devices.</param>
internal sealed class Composition(Func<CudaDeviceList> findCuda) : ITrainingServices
{
    // MNIST's, and the digits data set imitates it.
    private const int MnistSide = 28;
    private const int MnistClasses = 10;

    public Composition()
        : this(CudaDevices.Find)
    {
    }

    /// <summary>Commands besides those of runs.</summary>
    public static IEnumerable<Command> FurtherCommands() => [DataCommand.Create(), ReportCommand.Create()];

    public ModelFile LoadModel(string model)
    {
        NetworkDefinition definition = ModelLocator.Default.Load(model);
        bool isPath = Path.GetFileName(model) != model || Path.HasExtension(model);
        return new ModelFile(definition.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Default, StringComparer.Ordinal), isPath, definition.Resolve);
    }

    public DatasetPreview? Preview(RunSpec spec)
    {
        string[] names = [DatasetProvider.Auto, DatasetProvider.Mnist, DatasetProvider.Digits];
        if (names.Contains(spec.Dataset))
        {
            bool isCertain = spec.Dataset != DatasetProvider.Auto || MnistLocator.Find(new DatasetOptions { DataDirectory = spec.DataDirectory }) is not null;
            string name = spec.Dataset == DatasetProvider.Digits ? DatasetProvider.Digits : DatasetProvider.Mnist;
            return new DatasetPreview(name, TensorShape.Image(1, MnistSide, MnistSide), MnistClasses, isCertain);
        }

        if (Directory.Exists(spec.Dataset))
        {
            return null;
        }

        if (File.Exists(spec.Dataset))
        {
            throw new UserErrorException(ExitCodes.Usage, $"dataset: '{spec.Dataset}' is a file; give the directory that holds the four IDX files.");
        }

        string nearest = Suggestion.Phrase(spec.Dataset, names);
        throw new UserErrorException(
            ExitCodes.Usage,
            $"dataset: '{spec.Dataset}' is neither {string.Join(", ", names)} nor an existing directory{(nearest.Length > 0 ? nearest : ".")}");
    }

    public bool IsAtHand(RunSpec spec) => spec.Dataset is not (DatasetProvider.Auto or DatasetProvider.Mnist) || MnistLocator.Find(Options(spec)) is not null;

    public DatasetPair LoadDataset(RunSpec spec, TextWriter messages, bool quiet, CancellationToken cancellation)
    {
        using var display = new DataDownloadDisplay(messages);
        DatasetOptions options = Options(spec);
        options = options with { Warn = display.Warn, Download = quiet ? options.Download : options.Download with { Progress = display.Report } };
        return DatasetProvider.LoadAsync(spec.Dataset, options, cancellation).GetAwaiter().GetResult();
    }

    public IEngine CreateEngine(Network network, RunSpec spec, int batchCapacity, DeviceRequest device) => device.Kind == DeviceKind.Cuda
        ? CudaEngine.Create(network, Options(spec, batchCapacity, device))
        : CpuEngine.Create(network, new CpuEngineOptions(spec.Precision, batchCapacity, spec.Threads, spec.Seed));

    public IReadOnlyList<IEngine> CreateReplicas(Network network, RunSpec spec, int batchCapacity, DeviceRequest device, IReadOnlyList<long> seeds) =>
        CudaEngineGroup.Create(network, Options(spec, batchCapacity, device), seeds);

    public int MostReplicas(Network network, RunSpec spec, int batchCapacity, DeviceRequest device, DatasetPair data) =>
        CudaEngineGroup.MostReplicas(network, Options(spec, batchCapacity, device), data.Train, data.Test);

    public CudaDeviceList FindCudaDevices() => findCuda();

    public (ParameterSet Parameters, ISampleOrder Order) Initialize(Network network, RunSpec spec, int samples)
    {
        // One generator for both, as in a PyTorch program: the network is built first, the loader draws after it.
        var generator = new TorchGenerator(spec.Seed);
        var parameters = new ParameterSet(network);
        _ = InitSchemeNames.TryParse(spec.Init, out InitScheme scheme);
        Initialization.Initialize(parameters, network, generator, scheme);
        return (parameters, new ShuffledOrder(generator, samples));
    }

    public IRowWriter CreateWriter(RowFiles files, RunSpec spec, int classes, TimeProvider time)
    {
        bool structure = spec.StructureEvery > 0;
        return new CsvRows(
            files.Open(RunDirectory.StepsName),
            spec.PerSample ? files.Open(RunDirectory.SamplesName) : null,
            structure ? files.Open(RunDirectory.LayersName) : null,
            structure ? files.Open(RunDirectory.IndependenceName) : null,
            classes,
            time);
    }

    public void WriteFigures(string runDirectory, Action<string> warn, IFileSystem files) => RunFigures.Write(runDirectory, warn, files);

    private static CudaEngineOptions Options(RunSpec spec, int batchCapacity, DeviceRequest device) => new(spec.Precision, batchCapacity, device.Ordinal ?? 0, spec.Seed);

    private static DatasetOptions Options(RunSpec spec) => new()
    {
        DataDirectory = spec.DataDirectory,
        Download = new DownloadOptions { Mirror = spec.Mirror is null ? null : DownloadOptions.ParseMirror(spec.Mirror) },
    };
}
