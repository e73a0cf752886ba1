using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace StructuralError.Runs.Storage;

/// <summary>
/// The C library's functions that .NET has no name for, or whose failures it does not report. They are looked up as the program's own C code would look them
/// up, so that a library that is loaded before (<c>LD_PRELOAD</c>) stands before the C library here too.
/// </summary>
internal static class Libc
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;

    private const string Name = "libc";

    static Libc() => NativeLibrary.SetDllImportResolver(typeof(Libc).Assembly, Resolve);

    public static int CloseOnExec => OperatingSystem.IsLinux() ? 0x80000 : 0x1000000;

    public static int NonBlocking => OperatingSystem.IsLinux() ? 0x800 : 0x4;

    /// <summary>A path as the C library takes it.</summary>
    public static byte[] Path(string path) => Encoding.UTF8.GetBytes(path + "\0");

    [DllImport(Name, EntryPoint = "open", SetLastError = true)]
    public static extern SafeFileHandle Open(byte[] path, int flags);

    [DllImport(Name, EntryPoint = "write", SetLastError = true)]
    public static extern unsafe nint Write(SafeFileHandle file, byte* bytes, nuint count);

    [DllImport(Name, EntryPoint = "fsync", SetLastError = true)]
    public static extern int Fsync(SafeFileHandle file);

    [DllImport(Name, EntryPoint = "fcntl", SetLastError = true)]
    public static extern int Fcntl(SafeFileHandle file, int command);

    [DllImport(Name, EntryPoint = "fchown", SetLastError = true)]
    public static extern int Fchown(SafeFileHandle file, uint user, uint group);

    [DllImport(Name, EntryPoint = "close", SetLastError = true)]
    public static extern int Close(int descriptor);

    /// <summary>Linux alone has it.</summary>
    [DllImport(Name, EntryPoint = "statx", SetLastError = true)]
    public static extern unsafe int Statx(int directory, byte[] path, int flags, uint mask, byte* status);

    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? search) =>
        library == Name ? NativeLibrary.GetMainProgramHandle() : 0;
}
