using System.Runtime.InteropServices;
using StructuralError.Cuda.Driver;

namespace StructuralError.Tests.Cuda.Stub;

/// <summary>The stub driver as this process's CUDA driver, and what it can be told: see Stub/state.cpp.</summary>
internal static unsafe class StubDriver
{
    private static readonly Lazy<nint> Handle = new(LoadLibrary);

    /// <summary>Everything as after loading: one device of compute capability 9.0, 4 GiB, CUDA 12.2; no faults, and no context open.</summary>
    public static void Reset()
    {
        SharedDevices.Forget();
        ((delegate* unmanaged<void>)Export("stub_reset"))();
    }

    /// <summary>The <paramref name="nth"/> call from now on of the driver's function, or launch of the kernel of this name, gives <paramref name="result"/>.</summary>
    public static void Fail(string name, int nth, int result)
    {
        nint text = Marshal.StringToCoTaskMemUTF8(name);
        ((delegate* unmanaged<nint, int, int, void>)Export("stub_fail"))(text, nth, result);
        Marshal.FreeCoTaskMem(text);
    }

    /// <summary>What the variable STRUCTURALERROR_STUB says to a child process's stub: <c>cuGraphLaunch:3=719;memory=64M;driver=9020;devices=0</c>.</summary>
    public static void Configure(string settings)
    {
        nint text = Marshal.StringToCoTaskMemUTF8(settings);
        ((delegate* unmanaged<nint, void>)Export("stub_configure"))(text);
        Marshal.FreeCoTaskMem(text);
    }

    public static void SetDevice(int count = 1, int major = 9, int minor = 0, long memory = 4L << 30, int driverVersion = 12020) =>
        ((delegate* unmanaged<int, int, int, ulong, int, void>)Export("stub_set_device"))(count, major, minor, (ulong)memory, driverVersion);

    /// <summary>In which order threads and blocks are started; where a result depends on it, a kernel has a race.</summary>
    public static void SetOrder(StubOrder order) => ((delegate* unmanaged<int, void>)Export("stub_set_order"))((int)order);

    /// <summary>How often the driver's function was called since the last reset. <c>cuEventSynchronize, blocking</c>: of these, for an event made with CU_EVENT_BLOCKING_SYNC.</summary>
    public static long Calls(string name)
    {
        nint text = Marshal.StringToCoTaskMemUTF8(name);
        long calls = ((delegate* unmanaged<nint, long>)Export("stub_calls"))(text);
        Marshal.FreeCoTaskMem(text);
        return calls;
    }

    /// <summary>Allocations, of the device and pinned ones, that were not freed.</summary>
    public static int Leaks() => ((delegate* unmanaged<int>)Export("stub_leaks"))();

    /// <summary>What kernels or the host did wrong since the last reset, a line each.</summary>
    public static string Report() => Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)Export("stub_report"))())!;

    /// <summary>Whether races are among what is reported.</summary>
    public static bool ChecksRaces => ((delegate* unmanaged<int>)Export("stub_checks_races"))() != 0;

    /// <summary>Empty, or what the emulator does wrong.</summary>
    public static string Check() => Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)Export("stub_check"))())!;

    /// <summary>Empty, or what the check for races gets wrong.</summary>
    public static string CheckRaces() => Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)Export("stub_check_races"))())!;

    private static nint Export(string name) => NativeLibrary.GetExport(Handle.Value, name);

    private static nint LoadLibrary()
    {
        if (!DriverLibrary.TryLoad([StubBuild.Library], out string? problem))
        {
            throw new InvalidOperationException(problem);
        }

        if (DriverLibrary.Path != StubBuild.Library)
        {
            throw new InvalidOperationException($"Another CUDA driver was loaded before the stub driver: {DriverLibrary.Path}");
        }

        return NativeLibrary.Load(StubBuild.Library);
    }
}
