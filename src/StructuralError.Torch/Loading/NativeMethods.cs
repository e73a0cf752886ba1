using System.Runtime.InteropServices;

namespace StructuralError.Torch.Loading;

/// <summary>What the C library of Unix has for loading and for its heap.</summary>
internal static partial class NativeMethods
{
    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint Open(string file, int flags);

    [LibraryImport("libc", EntryPoint = "dlerror")]
    internal static partial nint Error();

    [LibraryImport("libc", EntryPoint = "mallopt")]
    internal static partial int SetHeapOption(int option, int value);
}
