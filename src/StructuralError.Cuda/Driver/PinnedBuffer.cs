namespace StructuralError.Cuda.Driver;

/// <summary>Memory of the host that the device reads and writes by itself, while the host does something else.</summary>
internal sealed unsafe class PinnedBuffer : DriverObject
{
    private readonly long _bytes;

    /// <exception cref="CudaException">Out of memory, among others.</exception>
    public PinnedBuffer(DeviceContext context, long bytes)
        : base(context)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        _bytes = bytes;
        DriverResult.Check(DriverApi.HostAllocate(out nint address, (nuint)bytes, 0), $"pin {bytes} bytes of the host's memory");
        Handle = address;
    }

    /// <summary>Where the <paramref name="bytes"/> bytes begin that lie <paramref name="offset"/> bytes after the first.</summary>
    public byte* At(long offset, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + bytes, _bytes, nameof(bytes));
        return (byte*)Handle + offset;
    }

    /// <summary><paramref name="count"/> values from byte <paramref name="offset"/> on. Valid until the buffer is disposed.</summary>
    public Span<T> Span<T>(long offset, int count)
        where T : unmanaged => new(At(offset, (long)count * sizeof(T)), count);

    protected override int Free(nint handle) => DriverApi.HostFree(handle);
}
