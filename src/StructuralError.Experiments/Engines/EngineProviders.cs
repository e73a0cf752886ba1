using StructuralError.Core.Engines;
using StructuralError.Cpu;
using StructuralError.Cuda;
using StructuralError.Runs.Provenance;

namespace StructuralError.Experiments.Engines;

/// <summary>The kinds of engines there are: the one place that names them.</summary>
/// <param name="processor">Always there, and what the others are compared with.</param>
/// <param name="accelerators">Tried by <c>auto</c> in this order.</param>
public sealed class EngineProviders(IEngineProvider processor, params IReadOnlyList<IEngineProvider> accelerators)
{
    /// <summary>All that the program has.</summary>
    public static EngineProviders Default { get; } = new(new CpuEngineProvider(() => ThisMachine.Describe().Processor ?? "unknown"), new CudaEngineProvider());

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

    /// <summary>What a user may ask for, without numbers.</summary>
    public IReadOnlyList<string> Names => [DeviceRequest.AutoKind, processor.Name, .. accelerators.Select(provider => provider.Name)];

    /// <summary>Engines for checks of a device.</summary>
    /// <param name="threads">Threads of an engine on the processor.</param>
    public EngineFactory FactoryOf(DeviceRequest device, int threads) => (network, precision, batchCapacity, seed) =>
        Of(device).Create(network, new EngineOptions(precision, batchCapacity, threads, seed), device.Ordinal ?? 0);
}
