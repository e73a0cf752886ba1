using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cuda.Driver;
using StructuralError.Cuda.Steps;

namespace StructuralError.Cuda;

/// <summary>
/// Replicas of one network side by side on one device: a step of a small network leaves most of the device idle. Each replica gives the bytes that it gives
/// alone.
/// </summary>
public static class CudaEngineGroup
{
    /// <summary>
    /// How many replicas the device's free memory holds beside the data sets: at least 1, because what is wrong with a single one is said by
    /// <see cref="Create"/>.
    /// </summary>
    /// <param name="options">Its seed is not used.</param>
    /// <exception cref="CudaException">No driver, no such device, or a failure of either.</exception>
    public static int MostReplicas(Network network, CudaEngineOptions options, params ReadOnlySpan<Dataset> data)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);

        // As the engines will: the context stays for them, and what its kernels take is not counted as free.
        using DeviceLease lease = SharedDevices.Lease(options.Device);
        long bytes = 0;
        foreach (Dataset set in data)
        {
            bytes += DeviceDataset.BytesOf(set);
        }

        return Math.Max(1, CudaMemoryForecast.Of(network, options.Precision, options.BatchCapacity).Fitting(lease.Context.Memory().Free, bytes));
    }

    /// <summary>
    /// One engine a replica. Each may be driven by a thread of its own, and is disposed by itself; what they share is freed with the last. Prefetched steps are
    /// launched for all replicas together, when each wants its next block or has been disposed: a replica that does something else for long is not waited for.
    /// </summary>
    /// <param name="options">Its seed is not used.</param>
    /// <param name="seeds">Seed of the dropout masks of each replica.</param>
    /// <inheritdoc cref="CudaEngine.Create" path="/exception"/>
    public static IReadOnlyList<IEngine> Create(Network network, CudaEngineOptions options, IReadOnlyList<long> seeds)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(seeds);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchCapacity, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds.Count, 1, nameof(seeds));
        var device = new DeviceNetwork(network, options, seeds.Count);
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
}
