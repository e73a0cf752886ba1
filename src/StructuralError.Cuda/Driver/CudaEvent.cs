namespace StructuralError.Cuda.Driver;

/// <summary>A place in a stream (<c>CUevent</c>): the host can wait until the device has come to it, and measure the time between two.</summary>
internal sealed class CudaEvent : IDisposable
{
    private readonly DeviceContext _context;
    private nint _handle;

    public CudaEvent(DeviceContext context, EventFlags flags = EventFlags.None)
    {
        _context = context;
        context.MakeCurrent();
        DriverResult.Check(DriverApi.EventCreate(out _handle, flags), "make an event");
    }

    internal nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            return _handle;
        }
    }

    /// <summary>Whether the device has come to the event, without waiting. True for an event that was never recorded.</summary>
    public bool IsReached()
    {
        _context.MakeCurrent();
        int result = DriverApi.EventQuery(Handle);
        if (result == DriverResult.NotReady)
        {
            return false;
        }

        DriverResult.Check(result, "compute");
        return true;
    }

    /// <summary>Waits until the device has come to the event.</summary>
    public void Synchronize()
    {
        _context.MakeCurrent();
        DriverResult.Check(DriverApi.EventSynchronize(Handle), "compute");
    }

    /// <summary>Time on the device between two events that it has come to, both made without <see cref="EventFlags.DisableTiming"/>.</summary>
    public TimeSpan Since(CudaEvent earlier)
    {
        _context.MakeCurrent();
        DriverResult.Check(DriverApi.EventElapsedTime(out float milliseconds, earlier.Handle, Handle), "tell the time");
        return TimeSpan.FromMilliseconds(milliseconds);
    }

    public void Dispose()
    {
        if (_handle != 0)
        {
            if (_context.TryMakeCurrent())
            {
                _ = DriverApi.EventDestroy(_handle);
            }

            _handle = 0;
        }
    }
}
