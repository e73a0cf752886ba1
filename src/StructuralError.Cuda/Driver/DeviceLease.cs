namespace StructuralError.Cuda.Driver;

/// <summary>An engine's use of a device. Nothing of the engine may be on the device any more when it is disposed.</summary>
internal sealed class DeviceLease(SharedDevice device) : IDisposable
{
    private bool _disposed;

    public DeviceContext Context => device.Context;

    public KernelModule Kernels => device.Kernels;

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            SharedDevices.Return(device);
        }
    }
}
