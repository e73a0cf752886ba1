namespace StructuralError.Cuda.Driver;

/// <summary>A place in a stream (<c>CUevent</c>): the host can wait until the device has come to it.</summary>
internal sealed class CudaEvent : DriverObject
{
    private const uint BlockingSync = 1;

    /// <summary>The time is not taken, which is cheaper.</summary>
    private const uint DisableTiming = 2;

    /// <param name="sleeps">Whether a host thread that waits sleeps; otherwise it asks again and again and keeps a core busy.</param>
    public CudaEvent(DeviceContext context, bool sleeps = false)
        : base(context)
    {
        DriverResult.Check(DriverApi.EventCreate(out nint handle, sleeps ? BlockingSync | DisableTiming : DisableTiming), "make an event");
        Handle = handle;
    }

    /// <summary>Waits until the device has come to the event.</summary>
    public void Synchronize()
    {
        Context.MakeCurrent();
        DriverResult.Check(DriverApi.EventSynchronize(Handle), "compute");
    }

    protected override int Free(nint handle) => DriverApi.EventDestroy(handle);
}
