using StructuralError.Core.Columns;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Core.Networks;
using StructuralError.Core.RandomNumbers;
using StructuralError.Core.Training;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Devices;
using StructuralError.Experiments.Engines;
using StructuralError.Experiments.Models;
using StructuralError.Experiments.Rows;
using StructuralError.Experiments.Specs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Runs.Provenance;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Services;

/// <summary>What experiments take from the world, and whom they tell. The defaults are the real things; each can be replaced by itself.</summary>
public sealed record ExperimentServices
{
    /// <summary>Reads a model by its name or path.</summary>
    public Func<string, ModelFile> LoadModel { get; init; } = ModelFile.Load;

    public IDatasets Datasets { get; init; } = new DatasetSources();

    /// <summary>Everything there is to compute on.</summary>
    public EngineProviders Engines { get; init; } = EngineProviders.Default;

    /// <summary>Decides what a run computes on; by default from <see cref="Engines"/>.</summary>
    public IDeviceSelection Devices
    {
        get => field ?? new DeviceSelection(Engines);
        init;
    }

    /// <summary>Makes a run's engine; by default <see cref="Engines"/> does.</summary>
    /// <remarks>Takes the network, the spec, the samples of the largest batch, and the device that was chosen.</remarks>
    public Func<Network, RunSpec, int, DeviceRequest, IEngine>? EngineFactory { get; init; }

    /// <summary>
    /// Parameters as the seed draws them, and the order of the samples for each epoch that follows. Takes the network, the spec and the number of samples.
    /// </summary>
    public Func<Network, RunSpec, int, (ParameterSet Parameters, ISampler Order)> Draw { get; init; } = DrawFromSeed;

    /// <summary>Opens the row files that a spec asks for. Takes the run's files, the spec, C, what decides on columns, and the clock.</summary>
    public Func<RowFiles, RunSpec, int, RunTraits, TimeProvider, IRowWriter> OpenRows { get; init; } =
        (files, spec, classes, traits, time) => new RunRows(files, spec, classes, traits, time);

    /// <summary>
    /// Makes the figures of a run from its files; null for none. Takes the run's directory, who is warned, the disk, and the wish to end.
    /// </summary>
    public Action<string, Action<string>, IFileSystem, CancellationToken>? DrawFigures { get; init; }

    /// <summary>Prepares <see cref="DrawFigures"/>, on a thread of its own while a run starts; null for nothing to prepare.</summary>
    public Action? PrepareFigures { get; init; }

    /// <summary>Says which program it is, for the manifest; by default git is asked, where the program stands in a clone.</summary>
    public Func<Task<SourceVersion>> FindSource { get; init; } = () => SourceSearch.FindAsync(AppContext.BaseDirectory);

    /// <summary>Looks at a run directory.</summary>
    public Func<string, RunInspection> Inspect { get; init; } = RunInspection.Of;

    public IFileSystem Files { get; init; } = DiskFileSystem.Instance;

    /// <summary>Bytes that are free where a path lies; null where that is not known.</summary>
    public Func<string, long?> FreeSpace { get; init; } = DiskSpace.Free;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Notices Notices { get; init; } = Notices.None;

    /// <summary>Shows a run's progress.</summary>
    public IProgressDisplay Progress { get; init; } = new NoProgress();

    /// <exception cref="EngineException">The device cannot be used, or its memory does not suffice.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered.</exception>
    public IEngine CreateEngine(Network network, RunSpec spec, int batchCapacity, DeviceRequest device, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return EngineFactory is { } make
            ? make(network, spec, batchCapacity, device)
            : Engines.Of(device).Create(network, Options(spec, batchCapacity) with { Cancellation = cancellation }, device.Ordinal ?? 0);
    }

    /// <inheritdoc cref="IEngineProvider.TryCreateReplicas"/>
    public IReadOnlyList<IEngine>? TryCreateReplicas(Network network, RunSpec spec, int batchCapacity, DeviceRequest device, IReadOnlyList<long> seeds) =>
        Engines.Of(device).TryCreateReplicas(network, Options(spec, batchCapacity), device.Ordinal ?? 0, seeds);

    /// <inheritdoc cref="IEngineProvider.MostReplicas"/>
    public int MostReplicas(Network network, RunSpec spec, int batchCapacity, DeviceRequest device, DatasetPair data) =>
        Engines.Of(device).MostReplicas(network, Options(spec, batchCapacity), device.Ordinal ?? 0, data.Train, data.Test);

    private static EngineOptions Options(RunSpec spec, int batchCapacity) =>
        new(spec.Precision, batchCapacity, spec.Threads, spec.Seed) { Loss = LossTable.Of(spec.Loss) };

    /// <summary>One generator for parameters and order, as in a PyTorch program: the network is built first, the loader draws after it.</summary>
    private static (ParameterSet Parameters, ISampler Order) DrawFromSeed(Network network, RunSpec spec, int samples)
    {
        var generator = new TorchGenerator(spec.Seed);
        var parameters = new ParameterSet(network);
        _ = InitSchemeNames.TryParse(spec.Init, out InitScheme scheme);
        Initialization.Initialize(parameters, network, generator, scheme);
        return (parameters, new RandomSampler(generator, samples));
    }
}
