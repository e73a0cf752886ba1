using StructuralError.Core.Engines;
using StructuralError.Experiments.Engines;
using StructuralError.Experiments.SelfCheck;

namespace StructuralError.Experiments.Devices;

/// <summary>A short comparison with the processor, before a device is taken that was not asked for by name.</summary>
internal sealed class DeviceTrial(EngineProviders engines)
{
    /// <returns>Why the device must not be used; null where it computes as the processor does.</returns>
    public string? Run(Device device)
    {
        var conformance = new Conformance(
            engines.FactoryOf(device.Request, threads: 1), engines.FactoryOf(engines.ProcessorChoice.Device, threads: 1));
        CheckResult? failed = conformance.Trial().Select(check => check.Run()).FirstOrDefault(result => !result.Passed);
        if (failed is not null)
        {
            // The run goes elsewhere.
            engines.Of(device.Request).Release();
        }

        return failed switch
        {
            null => null,
            { Error: { } error } => $"its self-check failed: {error}",
            _ => FormattableString.Invariant($"its self-check failed: {failed.Name}: off by {failed.Deviation:g2}, more than {failed.Limit:g2}"),
        };
    }
}
