namespace StructuralError.Cuda.Driver;

/// <summary>A device's primary context and the kernels compiled for it, and how many engines use them. <see cref="SharedDevices"/> counts and closes.</summary>
internal sealed class SharedDevice : IDisposable
{
    /// <exception cref="CudaException">No driver, no such device, one that cannot be used, or the driver refuses the kernels.</exception>
    public SharedDevice(int ordinal)
    {
        Context = DeviceContext.Open(ordinal);
        try
        {
            Kernels = new KernelModule(Context, KernelImage.Text);
        }
        catch
        {
            Context.Dispose();
            throw;
        }
    }

    public DeviceContext Context { get; }

    public KernelModule Kernels { get; }

    public int Users { get; set; }

    public void Dispose()
    {
        Kernels.Dispose();
        Context.Dispose();
    }
}
