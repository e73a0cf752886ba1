using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cpu;
using StructuralError.Cuda;
using StructuralError.Experiments.SelfCheck;
using StructuralError.Experiments.Specs;
using StructuralError.Runs.Files;

namespace StructuralError.Experiments.Devices;

/// <summary>The kinds of engines there are: the one place that names them.</summary>
/// <param name="processor">Always there, and what the others are compared with.</param>
/// <param name="accelerators">Tried by <c>auto</c> in this order.</param>
public sealed class EngineProviders(IEngineProvider processor, params IReadOnlyList<IEngineProvider> accelerators)
{
    /// <summary>All that the program has.</summary>
    public static EngineProviders Default { get; } = new(new CpuEngineProvider(() => MachineInfo.Current().Processor ?? "unknown"), new CudaEngineProvider());

    public IEngineProvider Processor => processor;

    public IReadOnlyList<IEngineProvider> Accelerators => accelerators;

    /// <summary>The processor, because the user asked for it.</summary>
    public DeviceChoice ProcessorChoice => new(new DeviceRequest(processor.Name), null, null, IsAccelerator: false);

    /// <exception cref="ArgumentException">There is no provider of this name.</exception>
    public IEngineProvider Of(DeviceRequest device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return accelerators.Append(processor).FirstOrDefault(provider => provider.Name == device.Kind)
            ?? throw new ArgumentException($"there is no provider of engines called '{device.Kind}'", nameof(device));
    }

    /// <param name="device">What was chosen; not <c>auto</c>.</param>
    /// <inheritdoc cref="IEngineProvider.Create" path="/exception"/>
    public IEngine Create(Network network, RunSpec spec, int batchCapacity, DeviceRequest device) =>
        Of(device).Create(network, Options(spec, batchCapacity), device.Ordinal ?? 0);

    /// <inheritdoc cref="IEngineProvider.TryCreateReplicas"/>
    public IReadOnlyList<IEngine>? TryCreateReplicas(Network network, RunSpec spec, int batchCapacity, DeviceRequest device, IReadOnlyList<long> seeds) =>
        Of(device).TryCreateReplicas(network, Options(spec, batchCapacity), device.Ordinal ?? 0, seeds);

    /// <inheritdoc cref="IEngineProvider.MostReplicas"/>
    public int MostReplicas(Network network, RunSpec spec, int batchCapacity, DeviceRequest device, DatasetPair data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Of(device).MostReplicas(network, Options(spec, batchCapacity), device.Ordinal ?? 0, data.Train, data.Test);
    }

    /// <summary>Engines for checks of a device.</summary>
    /// <param name="threads">Threads of an engine on the processor.</param>
    public EngineFactory FactoryOf(DeviceRequest device, int threads) => (network, precision, batchCapacity, seed) =>
        Of(device).Create(network, new EngineOptions(precision, batchCapacity, threads, seed), device.Ordinal ?? 0);

    private static EngineOptions Options(RunSpec spec, int batchCapacity) => new(spec.Precision, batchCapacity, spec.Threads, spec.Seed);
}
