namespace StructuralError.Cuda.Driver;

/// <summary>A device's primary context: what memory, modules and streams belong to. All users of a device in a process share it.</summary>
internal sealed class DeviceContext : IDisposable
{
    private const int Cuda110 = 11000;

    private readonly int _device;
    private readonly nint _handle;
    private bool _disposed;

    /// <exception cref="CudaException">No driver, no such device, one that cannot be used, or the device gives no context.</exception>
    public DeviceContext(int ordinal)
    {
        CudaDevice found = CudaDevices.Require(ordinal);
        (Ordinal, Name, Target) = (ordinal, CudaDevices.Label(ordinal), $"sm_{found.Major}{found.Minor}");
        DriverResult.Check(DriverApi.DriverGetVersion(out int version), "tell its version");
        DriverVersion = version;
        DriverResult.Check(DriverApi.DeviceGet(out _device, ordinal), $"find the device {Name}");
        DriverResult.Check(DriverApi.DevicePrimaryContextRetain(out _handle, _device), $"open the device {Name}");
        try
        {
            MakeCurrent();
        }
        catch (CudaException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The driver's number: <c>cuda:1</c> is 1.</summary>
    public int Ordinal { get; }

    /// <summary><c>cuda:1</c>.</summary>
    public string Name { get; }

    /// <summary>Its compute capability as compilers call it: <c>sm_90</c>.</summary>
    public string Target { get; }

    /// <summary>Newest CUDA version that the driver knows, times 1000: 12020 is 12.2.</summary>
    public int DriverVersion { get; }

    /// <summary>A thread's calls go to the context that it made current; every object of this namespace does so before it calls.</summary>
    public void MakeCurrent()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        DriverResult.Check(DriverApi.ContextSetCurrent(_handle), "use the device");
    }

    /// <summary>Bytes that can still be allocated, and all bytes of the device. Other programs change the first at any time.</summary>
    public (long Free, long Total) Memory()
    {
        MakeCurrent();
        DriverResult.Check(DriverApi.MemoryGetInfo(out nuint free, out nuint total), "tell how much memory is free");
        return ((long)free, (long)total);
    }

    /// <summary>For freeing: after a fault the device may refuse even that, and there is nobody left to tell.</summary>
    internal bool TryMakeCurrent() => !_disposed && DriverApi.ContextSetCurrent(_handle) == DriverResult.Success;

    /// <summary>Whether the device still does what it is asked: after a fault it refuses everything. Waits for what is under way.</summary>
    internal bool IsUsable() => TryMakeCurrent() && DriverApi.ContextSynchronize() == DriverResult.Success;

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _ = DriverVersion >= Cuda110 ? DriverApi.DevicePrimaryContextRelease(_device) : DriverApi.DevicePrimaryContextReleaseOfCuda100(_device);
        }
    }
}
