using System.Runtime.InteropServices;

namespace StructuralError.Core.Common;

/// <summary>
/// Memory in pages of 2 MB, where Linux gives them to those who ask (<c>transparent_hugepage</c> is <c>madvise</c> or <c>always</c>); elsewhere nothing
/// happens. For data that are read in random order: with pages of 4 kB nearly every sample misses the processor's table of pages, and a step of model a takes
/// 3 % longer.
/// </summary>
public static unsafe class LargePages
{
    private const nint Size = 1 << 21;

    // MADV_HUGEPAGE of madvise(2).
    private const int WantsLargePages = 14;

    private static readonly delegate* unmanaged<void*, nuint, int, int> Advise = Find();

    /// <summary>An array with any content.</summary>
    public static byte[] NewBytes(int length)
    {
        byte[] array = GC.AllocateUninitializedArray<byte>(length);
        fixed (byte* first = array)
        {
            Ask(first, length);
        }

        return array;
    }

    /// <summary>Asks for them, before the memory is touched. What is not a whole page stays as it is.</summary>
    public static void Ask(void* memory, long bytes)
    {
        unchecked
        {
            nint first = ((nint)memory + Size - 1) & -Size, end = ((nint)memory + (nint)bytes) & -Size;
            if (end > first && Advise != null)
            {
                // It is a wish: memory without it is memory too.
                _ = Advise((void*)first, (nuint)(end - first), WantsLargePages);
            }
        }
    }

    private static delegate* unmanaged<void*, nuint, int, int> Find() =>
        OperatingSystem.IsLinux() && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "madvise", out nint found)
            ? (delegate* unmanaged<void*, nuint, int, int>)found : null;
}
