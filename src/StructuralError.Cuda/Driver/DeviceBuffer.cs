namespace StructuralError.Cuda.Driver;

/// <summary>Memory of the device.</summary>
internal sealed class DeviceBuffer : DriverObject
{
    /// <exception cref="CudaException">Out of memory, among others.</exception>
    public DeviceBuffer(DeviceContext context, long bytes)
        : base(context)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        Bytes = bytes;
        DriverResult.Check(DriverApi.MemoryAllocate(out ulong address, (nuint)bytes), $"give {bytes} bytes of device memory");
        Handle = unchecked((nint)address);
    }

    /// <summary>On the device, a multiple of 256.</summary>
    public ulong Address => unchecked((ulong)Handle);

    public long Bytes { get; }

    /// <summary>The address <paramref name="offset"/> bytes after the first.</summary>
    public ulong At(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Bytes);
        return Address + (ulong)offset;
    }

    protected override int Free(nint handle) => DriverApi.MemoryFree(unchecked((ulong)handle));
}
