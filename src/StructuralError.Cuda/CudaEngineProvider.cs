using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cuda.Driver;
using StructuralError.Cuda.Steps;

namespace StructuralError.Cuda;

/// <summary>
/// The engine for NVIDIA's devices: needs their driver and nothing else. Replicas of one network train side by side on one device, since a step of a small
/// network leaves most of it idle; each gives the bytes that it gives alone.
/// </summary>
/// <param name="find">Looks for devices; null for <see cref="CudaDevices.Find"/>.</param>
public sealed class CudaEngineProvider(Func<CudaDeviceList>? find = null) : IEngineProvider
{
    public string Name => "cuda";

    public DeviceList Devices()
    {
        CudaDeviceList found = (find ?? CudaDevices.Find)();
        return new DeviceList([.. found.Devices.Select(Describe)], found.Driver, found.Problem)
        {
            Summary = found.Driver is null
                ? $"no CUDA: {found.Problem}"
                : $"CUDA {found.Driver} {found.Note ?? "by the NVIDIA driver"}{(found.Problem is null ? string.Empty : $": {found.Problem}")}",
            Absence = found.Driver is null ? "no NVIDIA driver found" : null,
            Note = found.Note,
        };
    }

    /// <exception cref="ArgumentOutOfRangeException">No samples a batch.</exception>
    /// <exception cref="CudaException">No driver, no such device, not enough memory on it, or a failure of either.</exception>
    public IEngine Create(Network network, EngineOptions options, int ordinal)
    {
        ArgumentNullException.ThrowIfNull(options);
        return TryCreateReplicas(network, options, ordinal, [options.Seed])[0];
    }

    /// <summary>
    /// One engine a replica. Each may be driven by a thread of its own, and is disposed by itself; what they share is freed with the last. Prefetched steps are
    /// launched for all replicas together, when each wants its next block or has been disposed: a replica that does something else for long is not waited for.
    /// </summary>
    /// <param name="options">Its seed is not used.</param>
    /// <param name="seeds">Seed of the dropout masks of each replica.</param>
    /// <inheritdoc cref="Create" path="/exception"/>
    public IReadOnlyList<IEngine> TryCreateReplicas(Network network, EngineOptions options, int ordinal, IReadOnlyList<long> seeds)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(seeds);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchCapacity, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds.Count, 1, nameof(seeds));
        var device = new DeviceNetwork(network, options, ordinal, seeds.Count);
        try
        {
            var group = new ReplicaGroup(device, seeds);
            return [.. Enumerable.Range(0, seeds.Count).Select(replica => new ReplicaEngine(group, replica))];
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    /// <summary>
    /// How many replicas the device's free memory holds beside the data sets: at least 1, because what is wrong with a single one is said by
    /// <see cref="Create"/>.
    /// </summary>
    /// <param name="options">Its seed is not used.</param>
    /// <exception cref="CudaException">No driver, no such device, or a failure of either.</exception>
    public int MostReplicas(Network network, EngineOptions options, int ordinal, params ReadOnlySpan<Dataset> data)
    {
        ArgumentNullException.ThrowIfNull(options);

        // As the engines will: the context stays for them, and what its kernels take is not counted as free.
        using DeviceLease lease = SharedDevices.Lease(ordinal);
        long bytes = 0;
        foreach (Dataset set in data)
        {
            bytes += DeviceDataset.BytesOf(set);
        }

        return Math.Max(1, CudaMemoryForecast.Of(network, options.Precision, options.BatchCapacity).Fitting(lease.Context.Memory().Free, bytes));
    }

    public void Release() => SharedDevices.Forget();

    private Device Describe(CudaDevice device) => new(
        new DeviceRequest(Name, device.Ordinal), device.Ordinal, device.Name, device.MemoryBytes, $"compute {device.Major}.{device.Minor}",
        device.Multiprocessors, device.Problem);
}
