namespace StructuralError.Cuda.Driver;

/// <summary>What the driver makes in a context and gives a handle or an address for. Every call makes the context current first.</summary>
internal abstract class DriverObject : IDisposable
{
    private nint _handle;

    protected DriverObject(DeviceContext context)
    {
        Context = context;
        context.MakeCurrent();
    }

    public DeviceContext Context { get; }

    public nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            return _handle;
        }
        protected init => _handle = value;
    }

    protected bool IsDisposed => _handle == 0;

    public void Dispose()
    {
        if (_handle != 0)
        {
            if (Context.TryMakeCurrent())
            {
                _ = Free(_handle);
            }

            _handle = 0;
        }
    }

    /// <returns>The driver's result. Nobody is left to tell.</returns>
    protected abstract int Free(nint handle);
}
