using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Driver;

/// <summary>PTX that the driver has compiled for its device (it keeps the result on disk for the next start). Several threads may ask for kernels.</summary>
internal sealed unsafe class KernelModule : DriverObject
{
    private const int LogBytes = 4096;

    /// <summary><c>CUjit_option</c>. The size is passed in the place of a pointer.</summary>
    private const int ErrorLog = 5, ErrorLogBytes = 6;

    private readonly string _ptx;
    private readonly Lock _finding = new();
    private readonly Dictionary<string, Kernel> _kernels = [];

    /// <exception cref="CudaException">The driver refuses the PTX; its log is in the message.</exception>
    public KernelModule(DeviceContext context, string ptx)
        : base(context)
    {
        _ptx = ptx;

        // A zero stays behind the longest log.
        byte* log = stackalloc byte[LogBytes + 1];
        int* options = stackalloc int[] { ErrorLog, ErrorLogBytes };
        nint* values = stackalloc nint[] { (nint)log, LogBytes };
        int result = DriverApi.ModuleLoadData(out nint handle, ptx, 2, options, values);
        if (result != DriverResult.Success)
        {
            string said = Marshal.PtrToStringUTF8((nint)log)!.Trim();
            throw DriverResult.Exception(result, $"compile the kernels for {context.Target}", said.Length == 0 ? null : $"Its log: {said}.");
        }

        Handle = handle;
    }

    /// <exception cref="CudaException">The module has no such entry.</exception>
    public Kernel Kernel(string name)
    {
        lock (_finding)
        {
            if (!_kernels.TryGetValue(name, out Kernel? kernel))
            {
                Context.MakeCurrent();
                DriverResult.Check(DriverApi.ModuleGetFunction(out nint handle, Handle, name), $"find the kernel {name}");
                kernel = new Kernel(name, handle, KernelSignature.Read(_ptx, name) ?? throw new CudaException($"The PTX has no entry {name}."));
                _kernels.Add(name, kernel);
            }

            return kernel;
        }
    }

    protected override int Free(nint handle) => DriverApi.ModuleUnload(handle);
}
