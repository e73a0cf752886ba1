using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cpu;
using StructuralError.Cuda;
using StructuralError.Runs.Provenance;
#if TORCH
using StructuralError.Torch;
#endif

namespace StructuralError.Experiments.Engines;

/// <summary>The kinds of engines there are: the one place that names them.</summary>
/// <param name="processor">Always there, and what the others are compared with.</param>
/// <param name="accelerators">Tried by <c>auto</c> in this order.</param>
public sealed class EngineProviders(IEngineProvider processor, params IReadOnlyList<IEngineProvider> accelerators)
{
    /// <summary>All that the program has.</summary>
    public static EngineProviders Default { get; } = new(
        new CpuEngineProvider(() => ThisMachine.Describe().Processor ?? "unknown"),
        [
            new CudaEngineProvider(),
#if TORCH
            .. TorchEngineProvider.All,
#else
            new AbsentEngineProvider(
                "torch", "This program was built without TorchSharp; build it with -p:Torch=cpu, cuda-windows or cuda-linux (docs/torch.md)."),
#endif
        ]);

    public IEngineProvider Processor => processor;

    public IReadOnlyList<IEngineProvider> Accelerators => accelerators;

    /// <summary>The processor, because the user asked for it.</summary>
    public DeviceChoice ProcessorChoice => new(new DeviceRequest(processor.Name), null, null, IsAccelerator: false);

    /// <summary>The provider that makes the engines of a device that was chosen.</summary>
    /// <exception cref="ArgumentException">There is no provider of this name.</exception>
    public IEngineProvider Of(DeviceRequest device)
    {
        return All.FirstOrDefault(provider => provider.Name == device.Kind)
            ?? throw new ArgumentException($"there is no provider of engines called '{device.Kind}'", nameof(device));
    }

    /// <summary>The providers that a user may mean: <c>torch</c> stands for all whose name begins with it.</summary>
    public IReadOnlyList<IEngineProvider> Meant(DeviceRequest request)
    {
        return [.. All.Where(provider =>
            provider.Name == request.Kind || Begins(provider.Name, request.Kind) || (provider is AbsentEngineProvider && Begins(request.Kind, provider.Name)))];
    }

    /// <summary>What a user may ask for, without numbers.</summary>
    public IReadOnlyList<string> Names =>
        [DeviceRequest.AutoKind, .. All.SelectMany(provider => (string[])[provider.Name.Split(':')[0], provider.Name]).Distinct(StringComparer.Ordinal)];

    private IEnumerable<IEngineProvider> All => accelerators.Prepend(processor);

    /// <summary>Who measures once more what an engine measured.</summary>
    /// <param name="name">Whose; null for the first there is.</param>
    /// <exception cref="UserErrorException">There is none: exit 69 where this build is without it, 2 where engines of this name have none.</exception>
    /// <exception cref="EngineException">It cannot be used here.</exception>
    public IReferee CreateReferee(Network network, string? name = null) =>
        (name is null ? All : Meant(new DeviceRequest(name))).Select(provider => provider.TryCreateReferee(network)).OfType<IReferee>().FirstOrDefault()
        ?? throw new UserErrorException(FailureKind.Usage, $"'{name}' cannot be compared with: it has no way to A of its own; torch has.");

    /// <summary>Engines for checks of a device.</summary>
    /// <param name="threads">Threads of an engine on the processor.</param>
    public EngineFactory FactoryOf(DeviceRequest device, int threads) => (network, precision, batchCapacity, seed) =>
        Of(device).Create(network, new EngineOptions(precision, batchCapacity, threads, seed), device.Ordinal ?? 0);

    private static bool Begins(string name, string first) => name.StartsWith(first + ":", StringComparison.Ordinal);
}

/// <summary>A kind of engine that this build is without: named, so that whoever asks for it learns what to do.</summary>
/// <param name="problem">Why it is not there and how to get it.</param>
public sealed class AbsentEngineProvider(string name, string problem) : IEngineProvider
{
    public string Name => name;

    public bool IsAutomatic => false;

    public DeviceList Devices() => new([], null, problem) { Summary = $"no {name}: {problem}" };

    public IEngine Create(Network network, EngineOptions options, int ordinal) => throw Missing();

    public IReadOnlyList<IEngine>? TryCreateReplicas(Network network, EngineOptions options, int ordinal, IReadOnlyList<long> seeds) => throw Missing();

    public int MostReplicas(Network network, EngineOptions options, int ordinal, params ReadOnlySpan<Dataset> data) => throw Missing();

    public IReferee TryCreateReferee(Network network) => throw Missing();

    public void Release()
    {
        // There is nothing to hold.
    }

    private UserErrorException Missing() => new(FailureKind.Unavailable, problem);
}
