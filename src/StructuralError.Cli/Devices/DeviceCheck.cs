using System.Globalization;
using System.Text.Json.Nodes;
using StructuralError.Cli.Common;
using StructuralError.Cli.Documents;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Devices;
using StructuralError.Experiments.Engines;
using StructuralError.Experiments.SelfCheck;
using StructuralError.Experiments.Specs;
using StructuralError.Runs.Files;
using StructuralError.Runs.Provenance;

namespace StructuralError.Cli.Devices;

/// <summary>Carries out the conformance suite on a device and times steps.</summary>
/// <param name="against">Whose referee takes the place of the suite; null for the suite.</param>
internal sealed class DeviceCheck(CliContext context, DeviceRequest request, string? against, bool timing, bool json)
{
    private const int Schema = 1;

    private readonly EngineProviders _engines = context.Services.Engines;
    private readonly TextWriter _people = json ? context.Error : context.Out;

    public int Execute() => context.Interruptible("; the checks so far are above.", Execute);

    private int Execute(Interruption interruption)
    {
        DeviceChoice device = new DeviceSelection(_engines, _ => null).Choose(request);
        device = device with { Reason = device.IsAccelerator ? _engines.Of(device.Device).Devices().Note : device.Reason };
        _people.WriteLine($"checking {device}");
        List<CheckResult> results = [];
        foreach (Check check in Checks(device))
        {
            interruption.Token.ThrowIfCancellationRequested();
            results.Add(check.Run());
            _people.WriteLine(Line(results[^1]));
        }

        int failed = results.Count(result => !result.Passed);
        _people.WriteLine(failed == 0
            ? FormattableString.Invariant($"all {results.Count} checks passed on {device.Device}")
            : FormattableString.Invariant($"{failed} of {results.Count} checks failed on {device.Device}"));
        IReadOnlyList<StepTime> times = timing && against is null && failed == 0 ? Time(device, interruption) : [];
        if (json)
        {
            context.Out.Write(ToJson(device, results, times));
        }

        return interruption.Token.IsCancellationRequested ? interruption.ExitCode : failed == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private IEnumerable<Check> Checks(DeviceChoice device)
    {
        EngineFactory checkedEngines = _engines.FactoryOf(device.Device, ComputeThreads.Available);
        if (against is null)
        {
            return new Conformance(checkedEngines, _engines.FactoryOf(_engines.ProcessorChoice.Device, threads: 1)).All();
        }

        var referees = new RefereeChecks(checkedEngines, network => _engines.CreateReferee(network, against));
        referees.Require();
        return referees.All();
    }

    private List<StepTime> Time(DeviceChoice device, Interruption interruption)
    {
        _people.WriteLine();
        _people.WriteLine("batches of 64 in f32      k   plain ms   measured ms   measured steps/s");
        List<StepTime> times = [];
        foreach (StepTime time in new StepTiming(_engines.FactoryOf(device.Device, ComputeThreads.Available), context.Time).All())
        {
            if (interruption.Token.IsCancellationRequested)
            {
                break;
            }

            times.Add(time);
            if (time.Measured)
            {
                _people.WriteLine(FormattableString.Invariant(
                    $"model {time.Model}{time.K,20}{times[^2].MillisecondsPerStep,11:F3}{time.MillisecondsPerStep,14:F3}{time.StepsPerSecond,19:F0}"));
            }
        }

        return times;
    }

    /// <summary><c>ok    identity    A is symmetric, f64    0 of at most 1e-12</c>.</summary>
    private static string Line(CheckResult result)
    {
        string found = result.Error ?? string.Create(CultureInfo.InvariantCulture, $"{result.Deviation:g2} of at most {result.Limit:g2}");
        return $"{(result.Passed ? "ok" : "FAILED"),-6}  {result.Group,-10}  {result.Name,-64}  {found}";
    }

    private string ToJson(DeviceChoice device, IReadOnlyList<CheckResult> results, IReadOnlyList<StepTime> times)
    {
        var document = new JsonObject
        {
            ["schema"] = Schema,
            ["program"] = SourceVersion.ProgramVersion,
            ["device"] = device.Device.ToString(),
            ["device_name"] = device.Name,
        };
        foreach (IEngineProvider provider in _engines.Accelerators)
        {
            document[provider.Name.Replace(':', '_') + "_driver"] = provider.Name == device.Device.Kind ? provider.Devices().Driver : null;
        }

        document["machine"] = ThisMachine.Describe().ToNode();
        document["passed"] = results.All(result => result.Passed);
        document["checks"] = CliJson.Node(results.AsEnumerable());
        document["steps"] = CliJson.Node(times.AsEnumerable());
        return CliJson.Write(document);
    }
}
