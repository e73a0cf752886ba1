using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Driver;

/// <summary>Finds NVIDIA's driver library; it comes with the driver, not with the CUDA toolkit.</summary>
internal static class DriverLibrary
{
    /// <summary>What the imports of <see cref="DriverApi"/> name; no file is called so.</summary>
    internal const string Name = "cuda";

    /// <summary>Full path of a driver library in an unusual place. Where it is set no other place is tried.</summary>
    public const string Variable = "STRUCTURALERROR_CUDA_DRIVER";

    /// <summary>The part of the driver that compiles PTX. The driver opens it by this name alone.</summary>
    internal const string JitCompiler = "libnvidia-ptxjitcompiler.so.1";

    private static readonly Lock Loading = new();
    private static nint _handle;
    private static string? _path;

    static DriverLibrary() => NativeLibrary.SetDllImportResolver(typeof(DriverLibrary).Assembly, Resolve);

    /// <summary>Loads the first that there is; one that is loaded stays.</summary>
    internal static bool TryLoad(IReadOnlyList<string> places, [NotNullWhen(false)] out string? problem)
    {
        lock (Loading)
        {
            if (_handle == 0)
            {
                _handle = Open(places, out _path);
            }

            problem = _handle == 0 ? Missing(places) : null;
            return _handle != 0;
        }
    }

    /// <summary>The first library that there is; 0 where there is none.</summary>
    internal static nint Open(IReadOnlyList<string> places, out string? path)
    {
        foreach (string place in places)
        {
            if (NativeLibrary.TryLoad(place, out nint handle))
            {
                path = place;
                LoadJitCompilerBeside(place);
                return handle;
            }
        }

        path = null;
        return 0;
    }

    /// <summary>
    /// Where the driver lies in no folder that the loader looks into, its request for the JIT compiler would fail. One that is loaded answers to its name,
    /// wherever it was found.
    /// </summary>
    private static void LoadJitCompilerBeside(string driver)
    {
        if (!OperatingSystem.IsWindows() && System.IO.Path.GetDirectoryName(driver) is { Length: > 0 } folder)
        {
            // Where it is not there the loader may find it elsewhere; otherwise the driver says so (221).
            _ = NativeLibrary.TryLoad(System.IO.Path.Combine(folder, JitCompiler), out _);
        }
    }

    /// <summary>Where the library was found; null before.</summary>
    public static string? Path => Volatile.Read(ref _path);

    /// <summary>
    /// <c>by the driver /opt/libcuda.so.1, which STRUCTURALERROR_CUDA_DRIVER names</c>; null for the system's driver. Who computes with it must be told.
    /// </summary>
    public static string? NamedNote =>
        Path is { } path && path == Environment.GetEnvironmentVariable(Variable) ? $"by the driver {path}, which {Variable} names" : null;

    internal static string Missing(IReadOnlyList<string> places) =>
        $"No NVIDIA driver found (tried {string.Join(", ", places)}). Install the NVIDIA driver, name its library by {Variable}, or run with --device cpu.";

    internal static IReadOnlyList<string> Places() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path ? [path]
        : OperatingSystem.IsWindows() ? ["nvcuda.dll"]
        : ["libcuda.so.1", "/usr/local/nvidia/lib64/libcuda.so.1", "/usr/local/nvidia/lib/libcuda.so.1", "/usr/lib/wsl/lib/libcuda.so.1"];

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        name != Name ? 0 : TryLoad(Places(), out string? problem) ? _handle : throw new CudaException(problem);
}
