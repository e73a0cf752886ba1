using System.Text.Json.Nodes;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Devices;
using StructuralError.Experiments.Engines;
using StructuralError.Experiments.SelfCheck;
using StructuralError.Experiments.Specs;
using StructuralError.Runs.Files;
using StructuralError.Runs.Provenance;

namespace StructuralError.Reporting.Listings;

/// <summary>Carries out the conformance suite on a device and times steps.</summary>
/// <param name="say">Is told each result as it comes.</param>
internal sealed class SelfCheckRun(EngineProviders engines, TimeProvider time, Action<string> say)
{
    private const int Schema = 1;

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
            say(Line(_results[^1]));
        }

        int failed = _results.Count(result => !result.Passed);
        say(failed == 0
            ? FormattableString.Invariant($"all {_results.Count} checks passed on {device.Device}")
            : FormattableString.Invariant($"{failed} of {_results.Count} checks failed on {device.Device}"));
        if (timing && against is null && failed == 0)
        {
            Time(device, stop);
        }

        return failed == 0;
    }

    /// <summary>What was found, as one document. Each kind of accelerator there is has a member for its driver.</summary>
    public string ToJson()
    {
        var document = new JsonObject
        {
            ["schema"] = Schema,
            ["program"] = SourceVersion.ProgramVersion,
            ["device"] = _device!.Device.ToString(),
            ["device_name"] = _device.Name,
        };
        foreach (IEngineProvider provider in engines.Accelerators)
        {
            document[provider.Name.Replace(':', '_') + "_driver"] = provider.Name == _device.Device.Kind ? provider.Devices().Driver : null;
        }

        document["machine"] = ThisMachine.Describe().ToNode();
        document["passed"] = _results.All(result => result.Passed);
        document["checks"] = ListingJson.Node(_results.AsEnumerable());
        document["steps"] = ListingJson.Node(_times.AsEnumerable());
        return ListingJson.Write(document);
    }

    private void Time(DeviceChoice device, CancellationToken stop)
    {
        say(string.Empty);
        say("batches of 64 in f32      k   plain ms   measured ms   measured steps/s");
        IEnumerable<StepTime> times = new StepTiming(engines.FactoryOf(device.Device, ComputeThreads.Available), time).All();
        foreach (StepTime measured in times.TakeWhile(_ => !stop.IsCancellationRequested))
        {
            _times.Add(measured);
            if (measured.Measured)
            {
                say(Line(_times[^2], measured));
            }
        }
    }

    /// <summary><c>ok    identity    A is symmetric, f64    0 of at most 1e-12</c>.</summary>
    private static string Line(CheckResult result)
    {
        string found = result.Error ?? FormattableString.Invariant($"{result.Deviation:g2} of at most {result.Limit:g2}");
        return $"{(result.Passed ? "ok" : "FAILED"),-6}  {result.Group,-10}  {result.Name,-64}  {found}";
    }

    /// <summary>A model's row of the table of times.</summary>
    private static string Line(StepTime plain, StepTime measured) => FormattableString.Invariant(
        $"model {measured.Model}{measured.K,20}{plain.MillisecondsPerStep,11:F3}{measured.MillisecondsPerStep,14:F3}{measured.StepsPerSecond,19:F0}");
}
