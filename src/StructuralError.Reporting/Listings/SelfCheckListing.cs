using System.Text.Json.Nodes;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Engines;
using StructuralError.Experiments.SelfCheck;
using StructuralError.Runs.Files;
using StructuralError.Runs.Provenance;

namespace StructuralError.Reporting.Listings;

/// <summary>What came of checking an engine on a device, and how long its steps take.</summary>
public static class SelfCheckListing
{
    public const string TimesHeading = "batches of 64 in f32      k   plain ms   measured ms   measured steps/s";

    private const int Schema = 1;

    /// <summary><c>ok    identity    A is symmetric, f64    0 of at most 1e-12</c>.</summary>
    public static string Line(CheckResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        string found = result.Error ?? FormattableString.Invariant($"{result.Deviation:g2} of at most {result.Limit:g2}");
        return $"{(result.Passed ? "ok" : "FAILED"),-6}  {result.Group,-10}  {result.Name,-64}  {found}";
    }

    /// <summary>How many checks there were, and how many failed.</summary>
    public static string Count(IReadOnlyList<CheckResult> results, DeviceChoice device)
    {
        int failed = results.Count(result => !result.Passed);
        return failed == 0
            ? FormattableString.Invariant($"all {results.Count} checks passed on {device.Device}")
            : FormattableString.Invariant($"{failed} of {results.Count} checks failed on {device.Device}");
    }

    /// <summary>A model's row below <see cref="TimesHeading"/>.</summary>
    public static string Line(StepTime plain, StepTime measured)
    {
        ArgumentNullException.ThrowIfNull(plain);
        ArgumentNullException.ThrowIfNull(measured);
        return FormattableString.Invariant(
            $"model {measured.Model}{measured.K,20}{plain.MillisecondsPerStep,11:F3}{measured.MillisecondsPerStep,14:F3}{measured.StepsPerSecond,19:F0}");
    }

    /// <param name="engines">Those there are; each kind of accelerator has a member for its driver.</param>
    public static string ToJson(EngineProviders engines, DeviceChoice device, IReadOnlyList<CheckResult> results, IReadOnlyList<StepTime> times)
    {
        ArgumentNullException.ThrowIfNull(engines);
        var document = new JsonObject
        {
            ["schema"] = Schema,
            ["program"] = SourceVersion.ProgramVersion,
            ["device"] = device.Device.ToString(),
            ["device_name"] = device.Name,
        };
        foreach (IEngineProvider provider in engines.Accelerators)
        {
            document[provider.Name.Replace(':', '_') + "_driver"] = provider.Name == device.Device.Kind ? provider.Devices().Driver : null;
        }

        document["machine"] = ThisMachine.Describe().ToNode();
        document["passed"] = results.All(result => result.Passed);
        document["checks"] = ListingJson.Node(results.AsEnumerable());
        document["steps"] = ListingJson.Node(times.AsEnumerable());
        return ListingJson.Write(document);
    }
}
