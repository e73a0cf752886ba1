using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Driver;

/// <summary>The functions of NVIDIA's <c>cuda.h</c> (CUDA driver API) that the engine calls. Every one gives a <c>CUresult</c>, 0 for success.</summary>
/// <remarks>
/// Handles (<c>CUcontext</c>, <c>CUstream</c>, …) are <see cref="nint"/>, addresses on the device (<c>CUdeviceptr</c>) are <see cref="ulong"/>.
/// </remarks>
internal static unsafe partial class DriverApi
{
    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuInit")]
    public static partial int Init(uint flags);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuDriverGetVersion")]
    public static partial int DriverGetVersion(out int version);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuGetErrorName")]
    public static partial int GetErrorName(int result, out byte* name);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuGetErrorString")]
    public static partial int GetErrorString(int result, out byte* text);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuDeviceGetCount")]
    public static partial int DeviceGetCount(out int count);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuDeviceGet")]
    public static partial int DeviceGet(out int device, int ordinal);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuDeviceGetName")]
    public static partial int DeviceGetName(byte* name, int length, int device);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuDeviceTotalMem_v2")]
    public static partial int DeviceTotalMemory(out nuint bytes, int device);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuDeviceGetAttribute")]
    public static partial int DeviceGetAttribute(out int value, DeviceAttribute attribute, int device);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuDevicePrimaryCtxRetain")]
    public static partial int DevicePrimaryContextRetain(out nint context, int device);

    /// <summary>Since CUDA 11.0.</summary>
    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuDevicePrimaryCtxRelease_v2")]
    public static partial int DevicePrimaryContextRelease(int device);

    /// <summary>CUDA 10.</summary>
    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuDevicePrimaryCtxRelease")]
    public static partial int DevicePrimaryContextReleaseOfCuda100(int device);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuCtxSetCurrent")]
    public static partial int ContextSetCurrent(nint context);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuCtxSynchronize")]
    public static partial int ContextSynchronize();

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuModuleLoadDataEx", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ModuleLoadData(out nint module, string image, uint count, int* options, nint* values);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuModuleUnload")]
    public static partial int ModuleUnload(nint module);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuModuleGetFunction", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ModuleGetFunction(out nint function, nint module, string name);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuMemGetInfo_v2")]
    public static partial int MemoryGetInfo(out nuint free, out nuint total);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuMemAlloc_v2")]
    public static partial int MemoryAllocate(out ulong address, nuint bytes);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuMemFree_v2")]
    public static partial int MemoryFree(ulong address);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuMemHostAlloc")]
    public static partial int HostAllocate(out nint address, nuint bytes, uint flags);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuMemFreeHost")]
    public static partial int HostFree(nint address);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuMemcpyHtoDAsync_v2")]
    public static partial int CopyToDevice(ulong destination, void* source, nuint bytes, nint stream);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuMemcpyDtoHAsync_v2")]
    public static partial int CopyToHost(void* destination, ulong source, nuint bytes, nint stream);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuMemcpyDtoDAsync_v2")]
    public static partial int CopyOnDevice(ulong destination, ulong source, nuint bytes, nint stream);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuMemsetD8Async")]
    public static partial int FillBytes(ulong destination, byte value, nuint count, nint stream);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuStreamCreate")]
    public static partial int StreamCreate(out nint stream, uint flags);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuStreamDestroy_v2")]
    public static partial int StreamDestroy(nint stream);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuStreamSynchronize")]
    public static partial int StreamSynchronize(nint stream);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuStreamWaitEvent")]
    public static partial int StreamWaitEvent(nint stream, nint recorded, uint flags);

    /// <summary>Since CUDA 10.1.</summary>
    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuStreamBeginCapture_v2")]
    public static partial int StreamBeginCapture(nint stream, int mode);

    /// <summary>CUDA 10.0.</summary>
    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuStreamBeginCapture")]
    public static partial int StreamBeginCaptureOfCuda100(nint stream);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuStreamEndCapture")]
    public static partial int StreamEndCapture(nint stream, out nint graph);

    /// <summary>Since CUDA 11.4.</summary>
    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuGraphInstantiateWithFlags")]
    public static partial int GraphInstantiate(out nint executable, nint graph, ulong flags);

    /// <summary>CUDA 10.0 to 11.3; still there in later drivers.</summary>
    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuGraphInstantiate")]
    public static partial int GraphInstantiateOfCuda100(out nint executable, nint graph, nint* errorNode, byte* log, nuint logBytes);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuGraphDestroy")]
    public static partial int GraphDestroy(nint graph);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuGraphExecDestroy")]
    public static partial int GraphExecutableDestroy(nint executable);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuGraphLaunch")]
    public static partial int GraphLaunch(nint executable, nint stream);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuEventCreate")]
    public static partial int EventCreate(out nint recorded, uint flags);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuEventDestroy_v2")]
    public static partial int EventDestroy(nint recorded);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuEventRecord")]
    public static partial int EventRecord(nint recorded, nint stream);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuEventSynchronize")]
    public static partial int EventSynchronize(nint recorded);

    [LibraryImport(DriverLibrary.Name, EntryPoint = "cuLaunchKernel")]
    public static partial int LaunchKernel(
        nint function, uint gridX, uint gridY, uint gridZ, uint blockX, uint blockY, uint blockZ, uint sharedBytes, nint stream, void** parameters,
        void** extra);
}

/// <summary><c>CUdevice_attribute</c>: those that are asked for.</summary>
internal enum DeviceAttribute
{
    Multiprocessors = 16,
    ComputeCapabilityMajor = 75,
    ComputeCapabilityMinor = 76,
}
