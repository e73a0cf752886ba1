namespace StructuralError.Cuda.Driver;

/// <summary>What the device does one after the other. Calls return before it is done; <see cref="Synchronize"/> waits.</summary>
/// <remarks>A fault on the device (a kernel that fails, a device that is lost) is reported by whichever call comes next, and by all after it.</remarks>
internal sealed unsafe class DeviceStream : DriverObject
{
    private const int Cuda101 = 10010;

    /// <summary>CU_STREAM_NON_BLOCKING: one that waits for the default stream cannot be captured.</summary>
    private const uint NonBlocking = 1;

    /// <summary>CU_STREAM_CAPTURE_MODE_THREAD_LOCAL: other threads may call the driver meanwhile.</summary>
    private const int ThreadLocal = 1;

    public DeviceStream(DeviceContext context)
        : base(context)
    {
        DriverResult.Check(DriverApi.StreamCreate(out nint handle, NonBlocking), "make a stream");
        Handle = handle;
    }

    /// <summary>Copies to the device. The memory may be used again at once.</summary>
    public void Upload<T>(ulong destination, ReadOnlySpan<T> source)
        where T : unmanaged
    {
        Context.MakeCurrent();
        fixed (T* address = source)
        {
            DriverResult.Check(DriverApi.CopyToDevice(destination, address, (nuint)source.Length * (nuint)sizeof(T), Handle), "copy to the device");
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
            DriverResult.Check(DriverApi.CopyToHost(address, source, (nuint)destination.Length * (nuint)sizeof(T), Handle), "copy from the device");
            Synchronize();
        }
    }

    /// <summary>Copies from pinned memory, which must stay as it is until the device has come to it.</summary>
    public void Upload(ulong destination, PinnedBuffer source, long offset, long bytes)
    {
        Context.MakeCurrent();
        DriverResult.Check(DriverApi.CopyToDevice(destination, source.At(offset, bytes), (nuint)bytes, Handle), "copy to the device");
    }

    /// <summary>Copies into pinned memory, where the values are once the device has come to it.</summary>
    public void Download(PinnedBuffer destination, long offset, ulong source, long bytes)
    {
        Context.MakeCurrent();
        DriverResult.Check(DriverApi.CopyToHost(destination.At(offset, bytes), source, (nuint)bytes, Handle), "copy from the device");
    }

    public void Copy(ulong destination, ulong source, long bytes)
    {
        Context.MakeCurrent();
        DriverResult.Check(DriverApi.CopyOnDevice(destination, source, (nuint)bytes, Handle), "copy on the device");
    }

    public void Clear(ulong destination, long bytes)
    {
        Context.MakeCurrent();
        DriverResult.Check(DriverApi.FillBytes(destination, 0, (nuint)bytes, Handle), "clear device memory");
    }

    /// <summary>A kernel that takes one structure, given by its bytes as C lays them out.</summary>
    /// <exception cref="ArgumentException">The kernel takes something else.</exception>
    public void Launch(Kernel kernel, LaunchShape shape, ReadOnlySpan<byte> structure)
    {
        kernel.CheckArguments(structure.Length);
        fixed (byte* address = structure)
        {
            void* pointer = address;
            Launch(kernel, shape, &pointer);
        }
    }

    /// <summary>The driver reads the arguments before it returns, also while it captures.</summary>
    internal void Launch(Kernel kernel, LaunchShape shape, void** arguments)
    {
        Context.MakeCurrent();
        int result = DriverApi.LaunchKernel(
            kernel.Handle, (uint)shape.GridX, (uint)shape.GridY, (uint)shape.GridZ, (uint)shape.Threads, 1, 1, (uint)shape.SharedBytes, Handle, arguments,
            null);
        DriverResult.Check(result, $"launch the kernel {kernel.Name}");
    }

    /// <summary>Records what <paramref name="work"/> asks of this stream, without doing it.</summary>
    public LaunchGraph Capture(Action work)
    {
        Context.MakeCurrent();
        DriverResult.Check(
            Context.DriverVersion >= Cuda101 ? DriverApi.StreamBeginCapture(Handle, ThreadLocal) : DriverApi.StreamBeginCaptureOfCuda100(Handle),
            "record a graph");
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
        if (!IsDisposed && Context.TryMakeCurrent())
        {
            _ = DriverApi.StreamSynchronize(Handle);
        }
    }

    protected override int Free(nint handle) => DriverApi.StreamDestroy(handle);
}
