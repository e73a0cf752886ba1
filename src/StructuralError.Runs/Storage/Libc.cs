using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

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
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Open(byte[] path, int flags);

    [DllImport(Name, EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern unsafe nint Write(int descriptor, byte* bytes, nuint count);

    [DllImport(Name, EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Fsync(int descriptor);

    [DllImport(Name, EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Fcntl(int descriptor, int command);

    [DllImport(Name, EntryPoint = "fchown", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Fchown(int descriptor, uint user, uint group);

    [DllImport(Name, EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Close(int descriptor);

    /// <summary>Linux alone has it.</summary>
    [DllImport(Name, EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern unsafe int Statx(int directory, byte[] path, int flags, uint mask, byte* status);

    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? search) =>
        library == Name ? NativeLibrary.GetMainProgramHandle() : 0;
}
