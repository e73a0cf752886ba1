using System.Globalization;

namespace StructuralError.Cuda.Driver;

/// <summary>An entry of a module.</summary>
internal sealed class Kernel
{
    private readonly DeviceContext _context;
    private readonly int[] _parameterBytes;

    internal Kernel(DeviceContext context, string name, nint handle, int[] parameterBytes) =>
        (_context, Name, Handle, _parameterBytes) = (context, name, handle, parameterBytes);

    public string Name { get; }

    internal nint Handle { get; }

    public int Attribute(FunctionAttribute attribute)
    {
        _context.MakeCurrent();
        DriverResult.Check(DriverApi.FunctionGetAttribute(out int value, attribute, Handle), $"describe the kernel {Name}");
        return value;
    }

    /// <summary>Lets launches have up to <paramref name="bytes"/> of shared memory of a size given at launch; needed above 48 KiB.</summary>
    public void AllowSharedBytes(int bytes)
    {
        _context.MakeCurrent();
        DriverResult.Check(
            DriverApi.FunctionSetAttribute(Handle, FunctionAttribute.DynamicSharedBytes, bytes),
            string.Create(CultureInfo.InvariantCulture, $"give the kernel {Name} {bytes} bytes of shared memory"));
    }

    /// <summary>Blocks of <paramref name="threads"/> that one multiprocessor runs at a time.</summary>
    public int MaximalActiveBlocks(int threads, int sharedBytes = 0)
    {
        _context.MakeCurrent();
        DriverResult.Check(DriverApi.MaximalActiveBlocks(out int blocks, Handle, threads, (nuint)sharedBytes), $"tell the occupancy of the kernel {Name}");
        return blocks;
    }

    /// <exception cref="ArgumentException">Another number of arguments, or one of another size, than the kernel takes.</exception>
    internal void CheckArguments(ReadOnlySpan<KernelArgument> arguments)
    {
        CheckCount(arguments.Length);
        for (int i = 0; i < arguments.Length; i++)
        {
            CheckSize(i, arguments[i].Bytes);
        }
    }

    /// <exception cref="ArgumentException">The kernel does not take one structure of this size.</exception>
    internal void CheckStructure(int bytes)
    {
        CheckCount(1);
        CheckSize(0, bytes);
    }

    private void CheckCount(int count)
    {
        if (count != _parameterBytes.Length)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The kernel {Name} takes {_parameterBytes.Length} arguments, not {count}."));
        }
    }

    private void CheckSize(int argument, int bytes)
    {
        if (bytes != _parameterBytes[argument])
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Argument {argument} of the kernel {Name} has {_parameterBytes[argument]} bytes, not {bytes}."));
        }
    }
}
