using System.Globalization;

namespace StructuralError.Cuda.Driver;

/// <summary>Memory of the device.</summary>
internal sealed class DeviceBuffer : IDisposable
{
    private readonly DeviceContext _context;
    private bool _disposed;

    /// <exception cref="CudaException">Out of memory, among others.</exception>
    public DeviceBuffer(DeviceContext context, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        (_context, Bytes) = (context, bytes);
        context.MakeCurrent();
        DriverResult.Check(
            DriverApi.MemoryAllocate(out ulong address, (nuint)bytes),
            string.Create(CultureInfo.InvariantCulture, $"give {bytes} bytes of device memory"));
        Address = address;
    }

    /// <summary>On the device, a multiple of 256.</summary>
    public ulong Address { get; }

    public long Bytes { get; }

    /// <summary>The address <paramref name="offset"/> bytes after the first.</summary>
    public ulong At(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Bytes);
        return Address + (ulong)offset;
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            if (_context.TryMakeCurrent())
            {
                _ = DriverApi.MemoryFree(Address);
            }
        }
    }
}
