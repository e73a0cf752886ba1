namespace StructuralError.Cuda.Driver;

/// <summary>
/// The devices that engines of this process compute on. Context and kernels are made for a device's first engine and kept for the next: a context takes some
/// tenths of a second on a large card, and the kernels more than a second where the driver has to compile them. After a fault, which leaves a context of no
/// use, both are closed with their last user, and the next engine begins with new ones.
/// </summary>
internal static class SharedDevices
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, SharedDevice> Kept = [];

    /// <summary>The device for one engine. From any thread; the others wait while the kernels are compiled.</summary>
    /// <inheritdoc cref="SharedDevice(int)" path="/exception"/>
    public static DeviceLease Lease(int ordinal)
    {
        lock (Gate)
        {
            if (Kept.TryGetValue(ordinal, out SharedDevice? device) && device.Users == 0)
            {
                // It may have been lost while nobody looked.
                CloseUnlessUsable(device);
            }

            if (!Kept.TryGetValue(ordinal, out device))
            {
                device = new SharedDevice(ordinal);
                Kept.Add(ordinal, device);
            }

            device.Users++;
            return new DeviceLease(device);
        }
    }

    /// <summary>
    /// The next engine of each device begins with a new context. What is in use is closed with its last user, everything else at once: a process that wants no
    /// other engine leaves the memory to others by this.
    /// </summary>
    public static void Forget()
    {
        lock (Gate)
        {
            SharedDevice[] unused = [.. Kept.Values.Where(device => device.Users == 0)];
            Kept.Clear();
            foreach (SharedDevice device in unused)
            {
                device.Dispose();
            }
        }
    }

    internal static void Return(SharedDevice device)
    {
        lock (Gate)
        {
            device.Users--;
            if (device.Users > 0)
            {
                return;
            }

            if (Kept.ContainsValue(device))
            {
                CloseUnlessUsable(device);
            }
            else
            {
                device.Dispose();
            }
        }
    }

    private static void CloseUnlessUsable(SharedDevice device)
    {
        if (!device.Context.IsUsable())
        {
            Kept.Remove(device.Context.Ordinal);
            device.Dispose();
        }
    }
}

/// <summary>A device's primary context and the kernels compiled for it, and how many engines use them.</summary>
internal sealed class SharedDevice : IDisposable
{
    /// <exception cref="CudaException">No driver, no such device, one that cannot be used, or the driver refuses the kernels.</exception>
    public SharedDevice(int ordinal)
    {
        Context = new DeviceContext(ordinal);
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
