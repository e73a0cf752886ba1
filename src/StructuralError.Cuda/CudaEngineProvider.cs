using System.Globalization;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cuda.Driver;
using StructuralError.Cuda.Steps;

namespace StructuralError.Cuda;

/// <summary>The engine for NVIDIA's devices.</summary>
/// <param name="find">Looks for devices.</param>
public sealed class CudaEngineProvider(Func<CudaDeviceList> find) : IEngineProvider
{
    public const string ProviderName = "cuda";

    public CudaEngineProvider()
        : this(CudaDevices.Find)
    {
    }

    public string Name => ProviderName;

    public DeviceList Devices()
    {
        CudaDeviceList found = find();
        string? note = found.NamedLibraryNote;
        return new DeviceList([.. found.Devices.Select(Describe)], found.Driver, found.Problem)
        {
            Summary = found.Driver is null
                ? $"no CUDA: {found.Problem}"
                : $"CUDA {found.Driver} {note ?? "by the NVIDIA driver"}{(found.Problem is null ? string.Empty : $": {found.Problem}")}",
            Absence = found.Driver is null ? "no NVIDIA driver found" : null,
            Note = note,
        };
    }

    public IEngine Create(Network network, EngineOptions options, int ordinal) => CudaEngine.Create(network, Options(options, ordinal));

    public IReadOnlyList<IEngine>? TryCreateReplicas(Network network, EngineOptions options, int ordinal, IReadOnlyList<long> seeds) =>
        CudaEngineGroup.Create(network, Options(options, ordinal), seeds);

    public int MostReplicas(Network network, EngineOptions options, int ordinal, params ReadOnlySpan<Dataset> data) =>
        CudaEngineGroup.MostReplicas(network, Options(options, ordinal), data);

    public void Release() => CudaDevices.Release();

    private static CudaEngineOptions Options(EngineOptions options, int ordinal)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new CudaEngineOptions(options.Precision, options.BatchCapacity, ordinal, options.Seed) { Loss = options.Loss };
    }

    private static Device Describe(CudaDevice device) => new(
        new DeviceRequest(ProviderName, device.Ordinal), device.Ordinal, device.Name, device.MemoryBytes,
        string.Create(CultureInfo.InvariantCulture, $"compute {device.Major}.{device.Minor}"), device.Multiprocessors, device.Problem);
}
