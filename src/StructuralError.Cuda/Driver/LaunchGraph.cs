namespace StructuralError.Cuda.Driver;

/// <summary>Launches and copies that were recorded once and are started together: one call of the driver for many steps.</summary>
internal sealed unsafe class LaunchGraph : IDisposable
{
    private const int Cuda101 = 10010;
    private const int Cuda114 = 11040;

    /// <summary>CU_STREAM_CAPTURE_MODE_THREAD_LOCAL: other threads may call the driver meanwhile.</summary>
    private const int ThreadLocal = 1;

    private readonly DeviceContext _context;
    private nint _handle;

    /// <param name="graph">The recorded <c>CUgraph</c>; it is destroyed here.</param>
    internal LaunchGraph(DeviceContext context, nint graph)
    {
        _context = context;
        int result = context.DriverVersion >= Cuda114
            ? DriverApi.GraphInstantiate(out _handle, graph, 0)
            : DriverApi.GraphInstantiateOfCuda100(out _handle, graph, null, null, 0);
        _ = DriverApi.GraphDestroy(graph);
        DriverResult.Check(result, "prepare a graph");
    }

    internal nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            return _handle;
        }
    }

    internal static int BeginCapture(DeviceStream stream) => stream.Context.DriverVersion >= Cuda101
        ? DriverApi.StreamBeginCapture(stream.Handle, ThreadLocal)
        : DriverApi.StreamBeginCaptureOfCuda100(stream.Handle);

    public void Dispose()
    {
        if (_handle != 0)
        {
            if (_context.TryMakeCurrent())
            {
                _ = DriverApi.GraphExecutableDestroy(_handle);
            }

            _handle = 0;
        }
    }
}
