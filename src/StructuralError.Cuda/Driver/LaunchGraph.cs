namespace StructuralError.Cuda.Driver;

/// <summary>Launches and copies that were recorded once and are started together: one call of the driver for many steps.</summary>
internal sealed unsafe class LaunchGraph : DriverObject
{
    private const int Cuda114 = 11040;

    /// <param name="graph">The recorded <c>CUgraph</c>; it is destroyed here.</param>
    internal LaunchGraph(DeviceContext context, nint graph)
        : base(context)
    {
        int result = context.DriverVersion >= Cuda114
            ? DriverApi.GraphInstantiate(out nint handle, graph, 0)
            : DriverApi.GraphInstantiateOfCuda100(out handle, graph, null, null, 0);
        _ = DriverApi.GraphDestroy(graph);
        DriverResult.Check(result, "prepare a graph");
        Handle = handle;
    }

    protected override int Free(nint handle) => DriverApi.GraphExecutableDestroy(handle);
}
