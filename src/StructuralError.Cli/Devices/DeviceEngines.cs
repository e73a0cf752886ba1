using StructuralError.Core.Engines;
using StructuralError.Experiments.SelfCheck;
using StructuralError.Runs.Specs;

namespace StructuralError.Cli.Devices;

/// <summary>Engines for checks of a device.</summary>
internal static class DeviceEngines
{
    /// <param name="threads">Threads of an engine on the processor.</param>
    public static EngineFactory Of(ITrainingServices services, DeviceRequest device, int threads) => (network, precision, batchCapacity, seed) =>
        services.CreateEngine(network, new RunSpec { Precision = precision, Seed = seed, Threads = threads, Device = device }, batchCapacity, device);
}
