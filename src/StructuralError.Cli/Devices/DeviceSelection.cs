using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Cuda.Devices;

namespace StructuralError.Cli.Devices;

/// <summary>
/// <c>cuda</c> and <c>cuda:N</c> are taken at their word: the device, or an error. <c>auto</c> takes the first CUDA device that computes a small network as the processor does,
/// and otherwise the processor.
/// </summary>
/// <param name="trial">Why a device must not be used, or null where it computes as it should.</param>
internal sealed class DeviceSelection(ITrainingServices services, Func<CudaDevice, string?> trial) : IDeviceSelection
{
    // A self-check takes a second, and a queue asks for every run.
    private DeviceChoice? _best;

    public const string NoDriver = "no NVIDIA driver found";

    public DeviceSelection(ITrainingServices services)
        : this(services, new DeviceTrial(services).Run)
    {
    }

    public DeviceChoice Choose(DeviceRequest request, DeviceRequest? begunOn = null) => request.Kind switch
    {
        DeviceKind.Cpu => DeviceChoice.Cpu,
        DeviceKind.Cuda => Named(request),
        _ when begunOn is { Kind: DeviceKind.Cpu } => new DeviceChoice(DeviceRequest.Cpu, null, "the run was begun on it"),
        _ => _best ??= Best(),
    };

    private DeviceChoice Named(DeviceRequest request)
    {
        CudaDeviceList found = services.FindCudaDevices();
        CudaDevice? device = request.Ordinal is { } ordinal
            ? found.Devices.FirstOrDefault(device => device.Ordinal == ordinal)
            : found.Devices.FirstOrDefault(device => device.Problem is null) ?? (found.Devices.Count > 0 ? found.Devices[0] : null);
        return device switch
        {
            { Problem: null } => new DeviceChoice(Request(device), device.Name, found.NamedLibraryNote),
            { Problem: { } problem } => throw Unavailable(request, $"{Request(device)} ({device.Name}) cannot be used: {problem}"),
            null when found.Devices.Count > 0 => throw Unavailable(request, $"There is no such device; there are {string.Join(", ", found.Devices.Select(Request))}."),
            null => throw Unavailable(request, found.Problem ?? "The NVIDIA driver reports no device."),
        };
    }

    private DeviceChoice Best()
    {
        CudaDeviceList found = services.FindCudaDevices();
        var reasons = new List<string>();
        foreach (CudaDevice device in found.Devices)
        {
            if ((device.Problem ?? trial(device)) is not { } problem)
            {
                return new DeviceChoice(Request(device), device.Name, Joined("passed its self-check", found.NamedLibraryNote));
            }

            reasons.Add($"{Request(device)}: {Clause(problem)}");
        }

        string reason = found switch
        {
            { Driver: null } => NoDriver,
            { Problem: { } problem } => Clause(problem),
            _ => reasons.Count == 0 ? "the NVIDIA driver reports no device" : string.Join("; ", reasons),
        };
        return new DeviceChoice(DeviceRequest.Cpu, null, reason);
    }

    private static string Joined(string reason, string? note) => note is null ? reason : $"{reason}; {note}";

    private static DeviceRequest Request(CudaDevice device) => new(DeviceKind.Cuda, device.Ordinal);

    /// <summary>The first sentence of a message, as part of another.</summary>
    private static string Clause(string message)
    {
        string first = message.Split(". ", 2)[0].TrimEnd('.');
        return first is [_, >= 'a' and <= 'z' or ' ', ..] ? char.ToLowerInvariant(first[0]) + first[1..] : first;
    }

    private static UserErrorException Unavailable(DeviceRequest request, string why) => new(ExitCodes.Unavailable, $"--device {request}: {why} The command 'devices' lists what there is.");
}
