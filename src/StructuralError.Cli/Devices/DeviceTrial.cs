using StructuralError.Core.Engines;
using StructuralError.Cuda.Devices;
using StructuralError.Experiments.SelfCheck;

namespace StructuralError.Cli.Devices;

/// <summary>A short comparison with the processor, before a device is taken that was not asked for by name.</summary>
internal sealed class DeviceTrial(ITrainingServices services)
{
    /// <returns>Why the device must not be used; null where it computes as the processor does.</returns>
    public string? Run(CudaDevice device)
    {
        var conformance = new Conformance(
            DeviceEngines.Of(services, new DeviceRequest(DeviceKind.Cuda, device.Ordinal), threads: 1),
            DeviceEngines.Of(services, DeviceRequest.Cpu, threads: 1));
        CheckResult? failed = conformance.Trial().Select(check => check.Run()).FirstOrDefault(result => !result.Passed);
        if (failed is not null)
        {
            // The run goes elsewhere.
            CudaDevices.Release();
        }

        return failed switch
        {
            null => null,
            { Error: { } error } => $"its self-check failed: {error}",
            _ => FormattableString.Invariant($"its self-check failed: {failed.Name}: off by {failed.Deviation:g2}, more than {failed.Limit:g2}"),
        };
    }
}
