using StructuralError.Cli.Common;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Devices;
using StructuralError.Experiments.Engines;
using StructuralError.Experiments.SelfCheck;
using StructuralError.Experiments.Specs;
using StructuralError.Reporting.Listings;

namespace StructuralError.Cli.Devices;

/// <summary>Carries out the conformance suite on a device and times steps.</summary>
/// <param name="against">Whose referee takes the place of the suite; null for the suite.</param>
internal sealed class DeviceCheck(CliContext context, DeviceRequest request, string? against, bool timing, bool json)
{
    private readonly EngineProviders _engines = context.Services.Engines;
    private readonly TextWriter _people = json ? context.Error : context.Out;

    public int Execute() => context.Interruptible("; the checks so far are above.", Execute);

    private int Execute(Interruption interruption)
    {
        DeviceChoice device = new DeviceSelection(_engines, _ => null).Choose(request);
        device = device with { Reason = device.IsAccelerator ? _engines.Of(device.Device).Devices().Note : device.Reason };
        _people.WriteLine($"checking {device}");
        List<CheckResult> results = [];
        foreach (Check check in DeviceChecks.Of(device, _engines, against))
        {
            interruption.Token.ThrowIfCancellationRequested();
            results.Add(check.Run());
            _people.WriteLine(SelfCheckListing.Line(results[^1]));
        }

        int failed = results.Count(result => !result.Passed);
        _people.WriteLine(SelfCheckListing.Count(results, device));
        IReadOnlyList<StepTime> times = timing && against is null && failed == 0 ? Time(device, interruption) : [];
        if (json)
        {
            context.Out.Write(SelfCheckListing.ToJson(_engines, device, results, times));
        }

        return interruption.Token.IsCancellationRequested ? interruption.ExitCode : failed == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private List<StepTime> Time(DeviceChoice device, Interruption interruption)
    {
        _people.WriteLine();
        _people.WriteLine(SelfCheckListing.TimesHeading);
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
                _people.WriteLine(SelfCheckListing.Line(times[^2], time));
            }
        }

        return times;
    }
}
