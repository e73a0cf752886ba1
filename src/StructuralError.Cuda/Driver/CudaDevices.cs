using System.Globalization;
using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Driver;

/// <summary>What there is to compute on, and what cannot be used and why.</summary>
public static unsafe class CudaDevices
{
    /// <summary>The driver of CUDA 10.0, the first that takes PTX 6.3.</summary>
    internal const int OldestDriver = 10000;

    /// <summary>The kernels are compiled for compute capability 7.5 and later.</summary>
    internal const int OldestMajor = 7, OldestMinor = 5;

    private const int NameBytes = 256;

    /// <summary>Asks the driver, if there is one. Never throws for what a machine has or lacks: that is said in the list.</summary>
    public static CudaDeviceList Find()
    {
        if (!DriverLibrary.TryLoad(DriverLibrary.Places(), out string? problem))
        {
            return new CudaDeviceList(null, [], problem);
        }

        string? driver = null, note = DriverLibrary.NamedNote;
        try
        {
            DriverResult.Check(DriverApi.DriverGetVersion(out int version), "tell its version");
            driver = Version(version);
            return version < OldestDriver ? new CudaDeviceList(driver, [], TooOld(driver), note) : new CudaDeviceList(driver, List(), null, note);
        }
        catch (CudaException failure)
        {
            return new CudaDeviceList(driver, [], failure.Message, note);
        }
        catch (EntryPointNotFoundException failure)
        {
            return new CudaDeviceList(driver, [], $"{TooOld(driver ?? "an unknown version")} ({DriverLibrary.Path}: {failure.Message})", note);
        }
    }

    /// <summary>The device, which can be used.</summary>
    /// <exception cref="CudaException">There is none of this number, or it cannot be used; the message says why.</exception>
    internal static CudaDevice Require(int ordinal)
    {
        CudaDeviceList found = Find();
        if (found.Problem is not null)
        {
            throw new CudaException(found.Problem);
        }

        if (found.Devices.FirstOrDefault(device => device.Ordinal == ordinal) is not { } wanted)
        {
            string there = string.Join(", ", found.Devices.Select(device => Label(device.Ordinal)));
            throw new CudaException($"There is no device {Label(ordinal)}; the driver reports {there}.");
        }

        return wanted.Problem is null ? wanted : throw new CudaException($"The device {Label(ordinal)} ({wanted.Name}) cannot be used: {wanted.Problem}");
    }

    /// <summary><c>cuda:1</c>.</summary>
    internal static string Label(int ordinal) => string.Create(CultureInfo.InvariantCulture, $"cuda:{ordinal}");

    private static string TooOld(string driver) =>
        $"The NVIDIA driver is too old: it supports CUDA {driver}, and the kernels need {Version(OldestDriver)} or later. Install a newer driver, or run with "
            + "--device cpu.";

    /// <summary>12020 is 12.2.</summary>
    private static string Version(int version) => $"{version / 1000}.{version % 1000 / 10}";

    private static List<CudaDevice> List()
    {
        int result = DriverApi.Init(0);
        int count = 0;
        if (result == DriverResult.Success)
        {
            DriverResult.Check(DriverApi.DeviceGetCount(out count), "count the devices");
        }

        if (result == DriverResult.NoDevice || (result == DriverResult.Success && count == 0))
        {
            throw new CudaException("An NVIDIA driver is installed but reports no device (CUDA_ERROR_NO_DEVICE). See with nvidia-smi whether one is there, or "
                + "run with --device cpu.", DriverResult.NoDevice);
        }

        DriverResult.Check(result, "start");
        return [.. Enumerable.Range(0, count).Select(Describe)];
    }

    private static CudaDevice Describe(int ordinal)
    {
        try
        {
            DriverResult.Check(DriverApi.DeviceGet(out int device, ordinal), $"find the device {Label(ordinal)}");
            DriverResult.Check(DriverApi.DeviceTotalMemory(out nuint memory, device), "tell the device's memory");
            int major = Attribute(device, DeviceAttribute.ComputeCapabilityMajor), minor = Attribute(device, DeviceAttribute.ComputeCapabilityMinor);
            int multiprocessors = Attribute(device, DeviceAttribute.Multiprocessors);
            return new CudaDevice(ordinal, Name(device), major, minor, multiprocessors, (long)memory, CapabilityProblem(major, minor));
        }
        catch (CudaException failure)
        {
            return new CudaDevice(ordinal, "unknown", 0, 0, 0, 0, failure.Message);
        }
    }

    private static string? CapabilityProblem(int major, int minor) => (major, minor).CompareTo((OldestMajor, OldestMinor)) >= 0
        ? null
        : $"Its compute capability is {major}.{minor}, and the kernels need {OldestMajor}.{OldestMinor} (Turing, 2018) or later. "
            + "Use another device, or run with --device cpu.";

    private static string Name(int device)
    {
        // A zero stays behind the longest name.
        byte* name = stackalloc byte[NameBytes + 1];
        DriverResult.Check(DriverApi.DeviceGetName(name, NameBytes, device), "tell the device's name");
        return Marshal.PtrToStringUTF8((nint)name)!;
    }

    private static int Attribute(int device, DeviceAttribute attribute)
    {
        DriverResult.Check(DriverApi.DeviceGetAttribute(out int value, attribute, device), "describe the device");
        return value;
    }
}
