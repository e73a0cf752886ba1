using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Engines;
using StructuralError.Experiments.SelfCheck;
using StructuralError.Runs.Directories;

namespace StructuralError.Experiments.Devices;

/// <summary>Decides what a run computes on.</summary>
public interface IDeviceSelection
{
    /// <param name="request">What the user asks for.</param>
    /// <param name="begunOn">What an unfinished run that is to go on was begun on: <c>auto</c> keeps to the processor then. Null for a run that begins.</param>
    /// <exception cref="UserErrorException">A device was asked for by name and cannot be used (exit 69).</exception>
    DeviceChoice Choose(DeviceRequest request, DeviceRequest? begunOn = null);
}

/// <summary>
/// A device that is named is taken at its word: it, or an error. <c>auto</c> takes the first accelerator that computes a small network as the processor does,
/// and otherwise the processor.
/// </summary>
/// <param name="trial">Why a device must not be used, or null where it computes as it should.</param>
public sealed class DeviceSelection(EngineProviders engines, Func<Device, string?> trial) : IDeviceSelection
{
    // A self-check takes a second, and a queue asks for every run.
    private DeviceChoice? _best;

    public DeviceSelection(EngineProviders engines)
        : this(engines, device => Trial(engines, device))
    {
    }

    public DeviceChoice Choose(DeviceRequest request, DeviceRequest? begunOn = null)
    {
        string processor = engines.Processor.Name;
        return request.Kind == processor ? engines.ProcessorChoice
            : !request.IsAuto ? Named(request)
            : begunOn?.Kind == processor ? Processor("the run was begun on it")
            : _best ??= Best();
    }

    private DeviceChoice Named(DeviceRequest request)
    {
        DeviceList[] lists = [.. engines.Meant(request).Select(provider => provider.Devices())];
        Device[] devices = [.. lists.SelectMany(list => list.Devices)];
        Device? device = request.Ordinal is { } ordinal
            ? devices.FirstOrDefault(device => device.Ordinal == ordinal)
            : devices.FirstOrDefault(device => device.Problem is null) ?? (devices.Length > 0 ? devices[0] : null);
        return device switch
        {
            { Problem: null } => new DeviceChoice(device.Request, device.Name, lists.First(list => list.Devices.Contains(device)).Note, IsAccelerator: true),
            { Problem: { } problem } => throw Unavailable(request, $"{device.Request} ({device.Name}) cannot be used: {problem}"),
            null when devices.Length > 0 => throw Unavailable(
                request, $"There is no such device; there are {string.Join(", ", devices.Select(other => other.Request))}."),
            null => throw Unavailable(request, lists.Select(list => list.Problem).OfType<string>().FirstOrDefault() ?? "The driver reports no device."),
        };
    }

    private DeviceChoice Best()
    {
        var reasons = new List<string>();
        foreach (IEngineProvider provider in engines.Accelerators.Where(provider => provider.IsAutomatic))
        {
            DeviceList found = provider.Devices();
            int before = reasons.Count;
            foreach (Device device in found.Devices)
            {
                if ((device.Problem ?? trial(device)) is not { } problem)
                {
                    return new DeviceChoice(
                        device.Request, device.Name, "passed its self-check" + (found.Note is { } note ? $"; {note}" : string.Empty), IsAccelerator: true);
                }

                reasons.Add($"{device.Request}: {Clause(problem)}");
            }

            if (reasons.Count == before)
            {
                reasons.Add(found.Absence ?? (found.Problem is { } none ? Clause(none) : "the driver reports no device"));
            }
        }

        return Processor(reasons.Count == 0 ? null : string.Join("; ", reasons));
    }

    private DeviceChoice Processor(string? reason) => engines.ProcessorChoice with { Reason = reason };

    /// <summary>The first sentence of a message, as part of another.</summary>
    private static string Clause(string message)
    {
        string first = message.Split(". ", 2)[0].TrimEnd('.');
        return first is [_, >= 'a' and <= 'z' or ' ', ..] ? char.ToLowerInvariant(first[0]) + first[1..] : first;
    }

    private static UserErrorException Unavailable(DeviceRequest request, string why) =>
        new(FailureKind.Unavailable, $"--device {request}: {why} The command 'devices' lists what there is.");

    /// <summary>A short comparison with the processor, before a device is taken that was not asked for by name.</summary>
    private static string? Trial(EngineProviders engines, Device device)
    {
        var conformance = new Conformance(engines.FactoryOf(device.Request, threads: 1), engines.FactoryOf(engines.ProcessorChoice.Device, threads: 1));
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

/// <summary>What an unfinished run was begun on.</summary>
public static class RunDevice
{
    /// <returns>Null where there is none, or its manifest does not say.</returns>
    public static DeviceRequest? Of(RunInspection found) =>
        found.State.IsUnfinished() && found.Manifest?.Engine?.Device is { } device ? DeviceRequest.Parse(device) : null;
}
