namespace StructuralError.Cuda.Driver;

/// <summary>Blocks of a launch and threads of a block.</summary>
/// <param name="SharedBytes">Shared memory whose size only the launch knows; above 48 KiB see <see cref="Kernel.AllowSharedBytes"/>.</param>
internal readonly record struct LaunchShape(int GridX, int GridY, int GridZ, int BlockX, int BlockY = 1, int BlockZ = 1, int SharedBytes = 0)
{
    /// <summary>Enough blocks of <paramref name="threads"/> for one thread an element.</summary>
    public static LaunchShape Cover(long elements, int threads, int replicas = 1) =>
        new(checked((int)((elements + threads - 1) / threads)), 1, replicas, threads);
}
