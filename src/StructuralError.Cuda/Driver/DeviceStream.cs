namespace StructuralError.Cuda.Driver;

/// <summary>What the device does one after the other. Calls return before it is done; <see cref="Synchronize"/> waits.</summary>
/// <remarks>A fault on the device (a kernel that fails, a device that is lost) is reported by whichever call comes next, and by all after it.</remarks>
internal sealed unsafe class DeviceStream : IDisposable
{
    /// <summary>CU_STREAM_NON_BLOCKING: one that waits for the default stream cannot be captured.</summary>
    private const uint NonBlocking = 1;

    private nint _handle;

    public DeviceStream(DeviceContext context)
    {
        Context = context;
        context.MakeCurrent();
        DriverResult.Check(DriverApi.StreamCreate(out _handle, NonBlocking), "make a stream");
    }

    public DeviceContext Context { get; }

    internal nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            return _handle;
        }
    }

    /// <summary>Copies to the device. The memory may be used again at once.</summary>
    public void Upload<T>(ulong destination, ReadOnlySpan<T> source)
        where T : unmanaged
    {
        Context.MakeCurrent();
        fixed (T* address = source)
        {
            DriverResult.Check(DriverApi.CopyToDevice(destination, address, ByteCount<T>(source.Length), Handle), "copy to the device");
            Synchronize();
        }
    }

    /// <summary>Copies to the host, after what was asked before, and waits for it.</summary>
    public void Download<T>(Span<T> destination, ulong source)
        where T : unmanaged
    {
        Context.MakeCurrent();
        fixed (T* address = destination)
        {
            DriverResult.Check(DriverApi.CopyToHost(address, source, ByteCount<T>(destination.Length), Handle), "copy from the device");
            Synchronize();
        }
    }

    /// <summary>Copies from pinned memory, which must stay as it is until the device has come to it.</summary>
    public void Upload(ulong destination, PinnedBuffer source, long offset, long bytes)
    {
        CheckRange(source, offset, bytes);
        Context.MakeCurrent();
        DriverResult.Check(DriverApi.CopyToDevice(destination, source.Address + offset, (nuint)bytes, Handle), "copy to the device");
    }

    /// <summary>Copies into pinned memory, where the values are once the device has come to it.</summary>
    public void Download(PinnedBuffer destination, long offset, ulong source, long bytes)
    {
        CheckRange(destination, offset, bytes);
        Context.MakeCurrent();
        DriverResult.Check(DriverApi.CopyToHost(destination.Address + offset, source, (nuint)bytes, Handle), "copy from the device");
    }

    public void Copy(ulong destination, ulong source, long bytes)
    {
        Context.MakeCurrent();
        DriverResult.Check(DriverApi.CopyOnDevice(destination, source, checked((nuint)bytes), Handle), "copy on the device");
    }

    public void Clear(ulong destination, long bytes)
    {
        Context.MakeCurrent();
        DriverResult.Check(DriverApi.FillBytes(destination, 0, checked((nuint)bytes), Handle), "clear device memory");
    }

    /// <exception cref="ArgumentException">The arguments do not fit the kernel's parameters.</exception>
    public void Launch(Kernel kernel, LaunchShape shape, params ReadOnlySpan<KernelArgument> arguments)
    {
        kernel.CheckArguments(arguments);
        Context.MakeCurrent();
        // The driver reads the slots before it returns, also while it captures.
        ulong* slots = stackalloc ulong[arguments.Length];
        void** pointers = stackalloc void*[arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            slots[i] = arguments[i].Bits;
            pointers[i] = slots + i;
        }

        Launch(kernel, shape, pointers);
    }

    /// <summary>A kernel that takes one structure, given by its bytes as C lays them out.</summary>
    /// <exception cref="ArgumentException">The kernel takes something else.</exception>
    public void Launch(Kernel kernel, LaunchShape shape, ReadOnlySpan<byte> structure)
    {
        kernel.CheckStructure(structure.Length);
        Context.MakeCurrent();
        fixed (byte* address = structure)
        {
            void* pointer = address;
            Launch(kernel, shape, &pointer);
        }
    }

    private void Launch(Kernel kernel, LaunchShape shape, void** pointers)
    {
        int result = checked(DriverApi.LaunchKernel(
            kernel.Handle,
            (uint)shape.GridX,
            (uint)shape.GridY,
            (uint)shape.GridZ,
            (uint)shape.BlockX,
            (uint)shape.BlockY,
            (uint)shape.BlockZ,
            (uint)shape.SharedBytes,
            Handle,
            pointers,
            null));
        DriverResult.Check(result, $"launch the kernel {kernel.Name}");
    }

    /// <summary>Records what <paramref name="work"/> asks of this stream, without doing it.</summary>
    public LaunchGraph Capture(Action work)
    {
        Context.MakeCurrent();
        DriverResult.Check(LaunchGraph.BeginCapture(this), "record a graph");
        nint graph;
        try
        {
            work();
        }
        catch
        {
            // The stream must leave the capture, whatever was recorded.
            if (DriverApi.StreamEndCapture(Handle, out graph) == DriverResult.Success)
            {
                _ = DriverApi.GraphDestroy(graph);
            }

            throw;
        }

        Context.MakeCurrent();
        DriverResult.Check(DriverApi.StreamEndCapture(Handle, out graph), "record a graph");
        return new LaunchGraph(Context, graph);
    }

    public void Launch(LaunchGraph graph)
    {
        Context.MakeCurrent();
        DriverResult.Check(DriverApi.GraphLaunch(graph.Handle, Handle), "start the steps");
    }

    public void Record(CudaEvent recorded)
    {
        Context.MakeCurrent();
        DriverResult.Check(DriverApi.EventRecord(recorded.Handle, Handle), "record an event");
    }

    /// <summary>What is asked after this waits on the device, not on the host, for the event in another stream.</summary>
    public void WaitFor(CudaEvent recorded)
    {
        Context.MakeCurrent();
        DriverResult.Check(DriverApi.StreamWaitEvent(Handle, recorded.Handle, 0), "make one stream wait for another");
    }

    /// <summary>Waits until everything asked of this stream is done.</summary>
    public void Synchronize()
    {
        Context.MakeCurrent();
        DriverResult.Check(DriverApi.StreamSynchronize(Handle), "compute");
    }

    /// <summary>For freeing: waits for what is under way. What went wrong in it does not matter any more.</summary>
    internal void Settle()
    {
        if (_handle != 0 && Context.TryMakeCurrent())
        {
            _ = DriverApi.StreamSynchronize(_handle);
        }
    }

    public void Dispose()
    {
        if (_handle != 0)
        {
            if (Context.TryMakeCurrent())
            {
                _ = DriverApi.StreamDestroy(_handle);
            }

            _handle = 0;
        }
    }

    private static nuint ByteCount<T>(int count)
        where T : unmanaged => checked((nuint)count * (nuint)sizeof(T));

    private static void CheckRange(PinnedBuffer buffer, long offset, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + bytes, buffer.Bytes, nameof(bytes));
    }
}
