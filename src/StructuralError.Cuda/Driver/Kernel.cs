namespace StructuralError.Cuda.Driver;

/// <summary>An entry of a module.</summary>
/// <param name="parameterBytes">Bytes of each parameter.</param>
internal sealed class Kernel(string name, nint handle, int[] parameterBytes)
{
    public string Name => name;

    public nint Handle => handle;

    /// <param name="bytes">Of each argument.</param>
    /// <exception cref="ArgumentException">Another number of arguments, or one of another size, than the kernel takes.</exception>
    public void CheckArguments(params ReadOnlySpan<int> bytes)
    {
        if (bytes.Length != parameterBytes.Length)
        {
            throw new ArgumentException($"The kernel {name} takes {parameterBytes.Length} arguments, not {bytes.Length}.");
        }

        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != parameterBytes[i])
            {
                throw new ArgumentException($"Argument {i} of the kernel {name} has {parameterBytes[i]} bytes, not {bytes[i]}.");
            }
        }
    }
}

/// <summary>Blocks of a launch and threads of a block.</summary>
/// <param name="SharedBytes">Shared memory whose size only the launch knows, up to 48 KiB.</param>
internal readonly record struct LaunchShape(int GridX, int GridY, int GridZ, int Threads, int SharedBytes = 0);
