using System.Collections.Immutable;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Training;
using StructuralError.Cuda.Devices;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Specs;
using StructuralError.Runs.Storage;

namespace StructuralError.Cli;

/// <summary>What a run takes from the other assemblies.</summary>
internal interface ITrainingServices
{
    /// <exception cref="UserErrorException">No such model, or its file is wrong.</exception>
    ModelFile LoadModel(string model);

    /// <summary>What can be told about the data without loading or downloading any; null where it must be loaded first.</summary>
    /// <exception cref="UserErrorException">There is no such data set (exit 2).</exception>
    DatasetPreview? Preview(RunSpec spec);

    /// <summary>Whether the data can be loaded without downloading any.</summary>
    bool IsAtHand(RunSpec spec);

    /// <exception cref="UserErrorException">Bad data (65), or it cannot be read or downloaded (74).</exception>
    DatasetPair LoadDataset(RunSpec spec, TextWriter messages, bool quiet, CancellationToken cancellation);

    /// <param name="device">What was chosen for the run; not <see cref="DeviceKind.Auto"/>.</param>
    /// <exception cref="Cuda.CudaException">The device cannot be used, or its memory does not suffice.</exception>
    IEngine CreateEngine(Network network, RunSpec spec, int batchCapacity, DeviceRequest device);

    /// <summary>Engines for runs that differ in their seed alone, side by side on one CUDA device. Each is driven by a thread of its own and gives the bytes it would give alone; they wait for one another.</summary>
    /// <inheritdoc cref="CreateEngine" path="/param"/>
    /// <param name="seeds">One engine for each, in order.</param>
    /// <inheritdoc cref="CreateEngine" path="/exception"/>
    IReadOnlyList<IEngine> CreateReplicas(Network network, RunSpec spec, int batchCapacity, DeviceRequest device, IReadOnlyList<long> seeds);

    /// <summary>How many such engines the device's free memory holds side by side, with the data; at least 1.</summary>
    /// <inheritdoc cref="CreateEngine" path="/param"/>
    /// <exception cref="Cuda.CudaException">The device cannot be used.</exception>
    int MostReplicas(Network network, RunSpec spec, int batchCapacity, DeviceRequest device, DatasetPair data);

    /// <summary>What there is to compute on besides the processor. Looks for the driver's library at the first call; never throws.</summary>
    CudaDeviceList FindCudaDevices();

    /// <summary>Parameters as the seed draws them, and the order of the samples for each epoch that follows.</summary>
    (ParameterSet Parameters, ISampleOrder Order) Initialize(Network network, RunSpec spec, int samples);

    /// <summary>Opens the row files that the spec asks for and writes rows to them as they come. A file whose length is not 0 is gone on with and has its header.</summary>
    /// <param name="classes">C, the number of classes.</param>
    /// <param name="time">Says how long rows have been held back.</param>
    /// <exception cref="UserErrorException">A file cannot be opened (74).</exception>
    IRowWriter CreateWriter(RowFiles files, RunSpec spec, int classes, TimeProvider time);

    /// <summary>Makes the figures of a run from its files.</summary>
    /// <exception cref="UserErrorException">The files are not there or broken.</exception>
    void WriteFigures(string runDirectory, Action<string> warn, IFileSystem files);
}

/// <summary>A model as its file describes it.</summary>
/// <param name="Defaults">The parameters it declares.</param>
/// <param name="IsOwn">Whether the file is the user's, so that its name does not identify it.</param>
internal sealed record ModelFile(
    IReadOnlyDictionary<string, int> Defaults,
    bool IsOwn,
    Func<ImmutableSortedDictionary<string, int>, TensorShape, int, Network> Resolve);

/// <summary>What is known of a data set before it is loaded.</summary>
/// <param name="Name">Real name.</param>
/// <param name="IsCertain">False where the name depends on whether a download succeeds.</param>
internal sealed record DatasetPreview(string Name, TensorShape Shape, int Classes, bool IsCertain);

/// <summary>Writes to streams that it leaves open. It may hold rows back until <see cref="IStepSink.Flush"/>.</summary>
internal interface IRowWriter : IStepSink, IDisposable;
