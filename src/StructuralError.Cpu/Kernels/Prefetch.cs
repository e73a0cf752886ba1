using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace StructuralError.Cpu.Kernels;

/// <summary>Asks for memory before it is needed, into the second-level cache. It changes no value, and nothing where the processor cannot.</summary>
internal static unsafe class Prefetch
{
    private const int LineBytes = 64;

    /// <param name="from">May lie behind the end of an array: nothing is read.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Lines(void* from, nint bytes)
    {
        for (nint i = 0; Sse.IsSupported && i < bytes; i += LineBytes)
        {
            Sse.Prefetch1((byte*)from + i);
        }
    }
}
