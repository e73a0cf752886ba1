using System.Globalization;
using System.Text;

namespace StructuralError.Cuda.Driver;

/// <summary>PTX that the driver has compiled for its device (it keeps the result on disk for the next start). Several threads may ask for kernels.</summary>
internal sealed unsafe class KernelModule : IDisposable
{
    private const int LogBytes = 4096;

    private readonly DeviceContext _context;
    private readonly string _ptx;
    private readonly Lock _finding = new();
    private readonly Dictionary<string, Kernel> _kernels = [];
    private nint _handle;

    /// <exception cref="CudaException">The driver refuses the PTX; its log is in the message.</exception>
    public KernelModule(DeviceContext context, string ptx)
    {
        (_context, _ptx) = (context, ptx);
        context.MakeCurrent();
        byte[] image = new byte[Encoding.UTF8.GetByteCount(ptx) + 1];
        Encoding.UTF8.GetBytes(ptx, image);
        byte[] log = new byte[LogBytes];
        fixed (byte* text = image, errors = log)
        {
            JitOption* options = stackalloc JitOption[] { JitOption.ErrorLog, JitOption.ErrorLogBytes };
            nint* values = stackalloc nint[] { (nint)errors, LogBytes };
            int result = DriverApi.ModuleLoadData(out _handle, text, 2, options, values);
            if (result != DriverResult.Success)
            {
                throw DriverResult.Exception(result, $"compile the kernels for {Target(context)}", ReadLog(log));
            }
        }
    }

    /// <exception cref="CudaException">The module has no such entry.</exception>
    public Kernel Kernel(string name)
    {
        lock (_finding)
        {
            if (!_kernels.TryGetValue(name, out Kernel? kernel))
            {
                _context.MakeCurrent();
                DriverResult.Check(DriverApi.ModuleGetFunction(out nint handle, _handle, name), $"find the kernel {name}");
                kernel = new Kernel(_context, name, handle, KernelSignature.Read(_ptx, name) ?? throw new CudaException($"The PTX has no entry {name}."));
                _kernels.Add(name, kernel);
            }

            return kernel;
        }
    }

    public void Dispose()
    {
        if (_handle != 0)
        {
            if (_context.TryMakeCurrent())
            {
                _ = DriverApi.ModuleUnload(_handle);
            }

            _handle = 0;
        }
    }

    private static string Target(DeviceContext context) => string.Create(
        CultureInfo.InvariantCulture,
        $"sm_{context.Attribute(DeviceAttribute.ComputeCapabilityMajor)}{context.Attribute(DeviceAttribute.ComputeCapabilityMinor)}");

    private static string ReadLog(byte[] log)
    {
        int end = Array.IndexOf(log, (byte)0);
        string text = Encoding.UTF8.GetString(log, 0, end < 0 ? log.Length : end).Trim();
        return text.Length == 0 ? string.Empty : $"Its log: {text}.";
    }
}
