using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cuda.Driver;

namespace StructuralError.Cuda.Steps;

/// <summary>
/// The device memory that an engine will take, in bytes, told from the network before anything is allocated. Exact, but for data sets and the driver's own.
/// </summary>
/// <param name="Replica">Parameters, activations, cotangents and results of one replica.</param>
/// <param name="Tables">What all replicas read.</param>
/// <param name="Replicas">How many train side by side.</param>
public sealed record CudaMemoryForecast(Int128 Replica, Int128 Tables, int Replicas)
{
    // What the driver keeps for itself and loses between allocations.
    private const int ReservedShare = 20;

    public Int128 Total => (Replica * Replicas) + Tables;

    /// <param name="capacity">Samples of the largest batch.</param>
    /// <exception cref="CudaException">The network is beyond what a device can launch.</exception>
    public static CudaMemoryForecast Of(Network network, Precision precision, int capacity, int replicas = 1)
    {
        ArgumentNullException.ThrowIfNull(network);
        var plan = new NetworkPlan(network, precision, capacity);
        return new CudaMemoryForecast(plan.ReplicaBytes + StepControl.Bytes(plan, capacity), plan.Tables.Length, replicas);
    }

    /// <summary>
    /// How many replicas fit into <paramref name="free"/> bytes beside data sets of <paramref name="data"/> bytes, with a twentieth left for the driver. May be
    /// 0.
    /// </summary>
    public int Fitting(long free, long data) =>
        (int)Int128.Clamp((free - (free / ReservedShare) - data - Tables) / Int128.Max(1, Replica), 0, int.MaxValue);

    /// <summary>Why so much does not fit into <paramref name="free"/> bytes, or null.</summary>
    public string? Problem(string device, long free)
    {
        if (Total <= free)
        {
            return null;
        }

        (string networks, string remedy) = Replicas == 1
            ? ("this network", string.Empty)
            : ($"{Replicas} replicas of this network", " or fewer seeds side by side");
        return $"{device} has {MemoryForecast.Text(free)} of memory free, but training {networks} takes {MemoryForecast.Text(Total)}. "
            + $"Use a smaller batch{remedy}, end other programs on the device, or run with --device cpu.";
    }
}
