using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Planning;

/// <summary>One launch of a step: the same blocks and arguments whatever the step and its batch.</summary>
/// <param name="Kernel">Name of the entry.</param>
/// <param name="GridX">Blocks; gridZ is the number of replicas.</param>
/// <param name="Threads">Threads of a block.</param>
/// <param name="SharedBytes">Shared memory of a size that the kernel does not know.</param>
/// <param name="Arguments">The kernel's one parameter, a structure that begins with <see cref="Replicas"/>; that part is filled in at the launch.</param>
internal sealed record KernelLaunch(string Kernel, long GridX, long GridY, int Threads, int SharedBytes, byte[] Arguments)
{
    /// <summary>Largest number of blocks in y that a device takes.</summary>
    public const int LargestGridY = 65535;

    public static KernelLaunch Of<T>(string kernel, long gridX, long gridY, int threads, T arguments, int sharedBytes = 0)
        where T : unmanaged => new(kernel, gridX, gridY, threads, sharedBytes, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in arguments)).ToArray());
}

/// <summary>Where the replicas of a launch lie; <c>Kernels/step.h</c>. Every kernel's arguments begin with it, and it is filled in at the launch.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Replicas
{
    public ulong Control;
    public long ControlStride, Stride, First;
}
