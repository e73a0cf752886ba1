using System.Globalization;

namespace StructuralError.Cuda.Driver;

/// <summary>Memory of the host that the device reads and writes by itself, while the host does something else.</summary>
internal sealed unsafe class PinnedBuffer : IDisposable
{
    private readonly DeviceContext _context;
    private void* _address;

    /// <exception cref="CudaException">Out of memory, among others.</exception>
    public PinnedBuffer(DeviceContext context, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        (_context, Bytes) = (context, bytes);
        context.MakeCurrent();
        DriverResult.Check(
            DriverApi.HostAllocate(out _address, (nuint)bytes, 0),
            string.Create(CultureInfo.InvariantCulture, $"pin {bytes} bytes of the host's memory"));
    }

    public long Bytes { get; }

    public byte* Address
    {
        get
        {
            ObjectDisposedException.ThrowIf(_address == null, this);
            return (byte*)_address;
        }
    }

    /// <summary><paramref name="count"/> values from byte <paramref name="offset"/> on. Valid until <see cref="Dispose"/>.</summary>
    public Span<T> Span<T>(long offset, int count)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + ((long)count * sizeof(T)), Bytes, nameof(count));
        return new Span<T>(Address + offset, count);
    }

    public void Dispose()
    {
        if (_address != null)
        {
            if (_context.TryMakeCurrent())
            {
                _ = DriverApi.HostFree(_address);
            }

            _address = null;
        }
    }
}
