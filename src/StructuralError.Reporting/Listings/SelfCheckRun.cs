using StructuralError.Core.Engines;
using StructuralError.Experiments.Devices;
using StructuralError.Experiments.Engines;
using StructuralError.Experiments.SelfCheck;
using StructuralError.Experiments.Specs;

namespace StructuralError.Reporting.Listings;

/// <summary>Carries out the conformance suite on a device and times steps.</summary>
/// <param name="say">Is told each result as it comes.</param>
public sealed class SelfCheckRun(EngineProviders engines, TimeProvider time, Action<string> say)
{
    private readonly List<CheckResult> _results = [];
    private readonly List<StepTime> _times = [];
    private DeviceChoice? _device;

    /// <param name="against">Whose referee takes the place of the suite; null for the suite.</param>
    /// <returns>Whether all checks passed.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was triggered between checks; between times it only ends the timing.</exception>
    public bool Run(DeviceRequest request, string? against, bool timing, CancellationToken stop)
    {
        DeviceChoice device = new DeviceSelection(engines, _ => null).Choose(request);
        _device = device with { Reason = device.IsAccelerator ? engines.Of(device.Device).Devices().Note : device.Reason };
        say($"checking {_device}");
        foreach (Check check in Conformance.Of(_device, engines, against))
        {
            stop.ThrowIfCancellationRequested();
            _results.Add(check.Run());
            say(SelfCheckListing.Line(_results[^1]));
        }

        say(SelfCheckListing.Count(_results, _device));
        bool passed = _results.All(result => result.Passed);
        if (timing && against is null && passed)
        {
            Time(_device, stop);
        }

        return passed;
    }

    /// <summary>What was found, as one document.</summary>
    public string ToJson() => SelfCheckListing.ToJson(engines, _device!, _results, _times);

    private void Time(DeviceChoice device, CancellationToken stop)
    {
        say(string.Empty);
        say(SelfCheckListing.TimesHeading);
        foreach (StepTime measured in new StepTiming(engines.FactoryOf(device.Device, ComputeThreads.Available), time).All())
        {
            if (stop.IsCancellationRequested)
            {
                return;
            }

            _times.Add(measured);
            if (measured.Measured)
            {
                say(SelfCheckListing.Line(_times[^2], measured));
            }
        }
    }
}
