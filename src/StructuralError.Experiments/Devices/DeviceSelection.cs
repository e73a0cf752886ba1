using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Engines;

namespace StructuralError.Experiments.Devices;

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
        : this(engines, new DeviceTrial(engines).Run)
    {
    }

    public DeviceChoice Choose(DeviceRequest request, DeviceRequest? begunOn = null)
    {
        ArgumentNullException.ThrowIfNull(request);
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
                    return new DeviceChoice(device.Request, device.Name, Joined("passed its self-check", found.Note), IsAccelerator: true);
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

    private static string Joined(string reason, string? note) => note is null ? reason : $"{reason}; {note}";

    /// <summary>The first sentence of a message, as part of another.</summary>
    private static string Clause(string message)
    {
        string first = message.Split(". ", 2)[0].TrimEnd('.');
        return first is [_, >= 'a' and <= 'z' or ' ', ..] ? char.ToLowerInvariant(first[0]) + first[1..] : first;
    }

    private static UserErrorException Unavailable(DeviceRequest request, string why) =>
        new(FailureKind.Unavailable, $"--device {request}: {why} The command 'devices' lists what there is.");
}
